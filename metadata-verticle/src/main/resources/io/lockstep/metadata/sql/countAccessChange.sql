-- Counts a change of access in locked spaces.
-- $1 spaces text[]
-- gives space and access version of each
update space
set access_version = access_version + 1
where id = any ($1)
returning id as space, access_version
