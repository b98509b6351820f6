-- Locks spaces until the transaction ends, in the order of their ids, so that no two batches wait for each other.
-- $1 spaces text[]
-- gives the head of each that exists, with its field definitions, its bytes, and the quota that bounds them or null
select id as space, epoch, seq as head_seq, floor, access_version as head_access_version, last_update as head_last_update,
       fields, bytes, (select quota_bytes from account where name = space.owner) as quota_bytes
from space
where id = any ($1)
order by id
for no key update
