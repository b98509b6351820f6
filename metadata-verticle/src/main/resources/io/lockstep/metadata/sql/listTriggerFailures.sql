-- Jobs that were given up, the oldest first.
-- $1 trigger, $2 only after this job, $3 limit
select id, trigger, attempts, error, given_up_at, payload
from trigger_job
where trigger = $1 and given_up_at is not null and id > $2
order by id
limit $3
