-- Deletes a trigger with its jobs.
-- $1 name
-- gives the trigger; no row when there is none
delete from trigger
where name = $1
returning name, rules, debounce_millis, webhook, address, created_at
