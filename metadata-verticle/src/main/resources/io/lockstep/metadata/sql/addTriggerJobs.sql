-- Keeps what is to be delivered, for triggers that are still there. One that waits for the end of a window is kept once.
-- $1 JSON array as text of rows of trigger, wait_millis (null for at once) and payload
insert into trigger_job (trigger, payload, debounced, due)
select trigger.name, payload, wait_millis is not null, now() + coalesce(wait_millis, 0) * interval '1 millisecond'
from jsonb_to_recordset($1::text::jsonb) as given (trigger text, wait_millis bigint, payload jsonb)
join trigger on trigger.name = given.trigger
on conflict (trigger) where debounced and attempts = 0 and given_up_at is null do nothing
