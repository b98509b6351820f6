-- Removes all members of a locked space but those named.
-- $1 space, $2 principals text[]
delete from member
where space = $1 and principal <> all ($2)
