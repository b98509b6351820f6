-- Locks the spaces of which any of some principals is a member, in the order of their ids.
-- $1 principals text[]
-- gives the id of each
select id
from space
where id in (select space from member where principal = any ($1))
order by id
for no key update
