-- All triggers without their secrets.
select name, rules, debounce_millis, webhook, address, created_at
from trigger
order by name
