-- Lets jobs that were given up be tried again.
-- $1 trigger, $2 job or null for all
update trigger_job
set given_up_at = null, attempts = 1, due = now()
where trigger = $1 and given_up_at is not null and ($2::bigint is null or id = $2)
returning id
