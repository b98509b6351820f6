-- The heads of many spaces.
-- $1 spaces text[]
-- gives a row for each that exists
select id as space, epoch, seq as head_seq, access_version as head_access_version, floor as head_floor
from space
where id = any ($1)
order by id
