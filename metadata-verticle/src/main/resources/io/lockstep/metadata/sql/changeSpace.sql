-- Changes a locked space.
-- $1 space, $2 title, $3 field definitions jsonb, $4 access version, $5 owner or null
update space
set title = $2, fields = $3, access_version = $4, owner = $5
where id = $1
