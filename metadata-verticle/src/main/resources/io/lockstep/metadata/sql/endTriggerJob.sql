-- Forgets a job that was delivered.
-- $1 job
delete from trigger_job where id = $1 returning id
