-- One space with all its members, whoever asks.
-- $1 space
-- gives one row, or none; members is a JSON object of principal to role
select id as space, title, fields, owner, bytes,
       (select quota_bytes from account where name = space.owner) as quota_bytes,
       epoch, seq as head_seq, floor, access_version as head_access_version,
       last_update as head_last_update,
       (select coalesce(jsonb_object_agg(principal, role), '{}') from member where member.space = space.id) as members
from space
where id = $1
