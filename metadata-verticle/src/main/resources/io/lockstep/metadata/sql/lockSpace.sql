-- Locks one space until the transaction ends.
-- $1 space
select id
from space
where id = $1
for no key update
