-- Changes a locked space.
-- $1 space, $2 title, $3 field definitions jsonb, $4 access version
update space
set title = $2, fields = $3, access_version = $4
where id = $1
