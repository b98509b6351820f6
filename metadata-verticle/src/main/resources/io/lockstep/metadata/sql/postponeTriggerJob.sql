-- Notes how an attempt failed: it is due again after a while, or given up.
-- $1 job, $2 the attempt, $3 error, $4 the while in ms, or null
update trigger_job
set error = $3,
    due = now() + coalesce($4::bigint, 0) * interval '1 millisecond',
    given_up_at = case when $4::bigint is null then now() end
where id = $1 and attempts = $2 and given_up_at is null
returning id
