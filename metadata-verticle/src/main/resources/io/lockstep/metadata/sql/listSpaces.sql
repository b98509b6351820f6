-- The spaces in which somebody has a role.
-- $1 principals text[], $2 whether he is an admin, $3 only those of this wire; null for all
-- gives a row for each, in the order of their ids
select id as space, title, (case when $2 then 'manager' else role end)::text as role
from space
left join (
  select space, max(role) as role
  from member
  where principal = any ($1)
  group by space
) as granted on granted.space = space.id
where ($2 or role is not null)
  and ($3::text is null or split_part(id, ':', 1) = $3)
order by id
