-- Takes a principal out of all spaces; they are locked.
-- $1 principal
-- gives the id of each space of which it was a member
delete from member
where principal = $1
returning space
