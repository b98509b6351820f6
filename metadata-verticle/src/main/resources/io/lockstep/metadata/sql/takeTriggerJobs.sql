-- Takes jobs that are due; they are due again after a while.
-- $1 limit, $2 the while in ms
with due as (
  select id
  from trigger_job
  where given_up_at is null and due <= now()
  order by due
  limit $1
  for update skip locked
), taken as (
  update trigger_job
  set due = now() + $2::bigint * interval '1 millisecond', attempts = attempts + 1
  from due
  where trigger_job.id = due.id
  returning trigger_job.*
)
select taken.id, taken.trigger, taken.attempts, taken.payload, taken.created_at, webhook, secret, address
from taken
join trigger on trigger.name = taken.trigger
order by taken.id
