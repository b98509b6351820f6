-- Locks a space, or all of them, in the order of their ids.
-- $1 space, or null
select id
from space
where $1::text is null or id = $1
order by id
for no key update
