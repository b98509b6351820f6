-- Gives principals their roles in a locked space.
-- $1 space, $2 principals text[], $3 roles text[], pairwise
insert into member (space, principal, role)
select $1, principal, role::member_role
from unnest($2::text[], $3::text[]) as given (principal, role)
on conflict (space, principal) do update
set role = excluded.role
