-- What decides about a new attachment; its space is locked.
-- $1 space, $2 principals text[], $3 whether he is an admin, $4 document
-- gives one row; none when there is no such space or he has no role in it
select role::text, bytes, (select quota_bytes from account where name = space.owner) as quota_bytes,
       exists (select from document where document.space = space.id and document.id = $4 and not deleted) as has_document
from space
cross join lateral (
  select case when $3 then 'manager' else max(member.role) end as role
  from member
  where member.space = space.id and principal = any ($2)
) as granted
where id = $1 and role is not null
