-- Forgets the answers to named writes of long ago.
-- $1 only those from before this time, $2 at most so many
-- gives one row with the number of answers that were forgotten
with old as (
  select space, id
  from operation
  where at < $1
  limit $2
  for update skip locked
), forgotten as (
  delete from operation
  using old
  where operation.space = old.space and operation.id = old.id
  returning 1
)
select count(*) as forgotten
from forgotten
