-- One space in which somebody has a role; with the members if he is a manager.
-- $1 space, $2 principals text[], $3 whether he is an admin
-- gives one row, or none; members is a JSON object of principal to role
select id as space, title, fields, owner, bytes,
       (select quota_bytes from account where name = space.owner) as quota_bytes,
       epoch, seq as head_seq, floor, access_version as head_access_version,
       last_update as head_last_update, role::text,
       case when role = 'manager'
            then (select coalesce(jsonb_object_agg(principal, member.role), '{}') from member where member.space = space.id)
            else '{}' end as members
from space
cross join lateral (
  select case when $3 then 'manager' else max(member.role) end as role
  from member
  where member.space = space.id and principal = any ($2)
) as granted
where id = $1 and role is not null
