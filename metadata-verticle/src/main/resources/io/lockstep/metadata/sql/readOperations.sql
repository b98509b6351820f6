-- The answers to named writes that took effect before; their spaces are locked.
-- $1 spaces text[], $2 operations text[], pairwise
-- gives a row for each pair that took effect
select operation.space, operation.id as operation, answer
from operation
join unnest($1::text[], $2::text[]) as asked (space, id) using (space, id)
