-- The roles of some principals; the spaces are locked.
-- $1 spaces text[], $2 principals text[], pairwise
-- gives a row for each pair that is a member
select space, principal, role::text
from member
join unnest($1::text[], $2::text[]) as asked (space, principal) using (space, principal)
