-- Creates or replaces a trigger. A space that it did not look at before counts from where its feed is now.
-- $1 name, $2 rules text[], $3 debounce in ms or null, $4 webhook or null, $5 secret or null, $6 address or null,
-- $7 its spaces text[]
-- gives the trigger
with stored as (
  insert into trigger (name, rules, debounce_millis, webhook, secret, address)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (name) do update
  set rules = excluded.rules,
      debounce_millis = excluded.debounce_millis,
      webhook = excluded.webhook,
      secret = excluded.secret,
      address = excluded.address
  returning name, rules, debounce_millis, webhook, address, created_at
), dropped as (
  delete from trigger_space
  where trigger = $1 and space <> all ($7)
), added as (
  insert into trigger_space (trigger, space, since, epoch)
  select stored.name, asked.space, coalesce(space.seq, 0), space.epoch
  from stored
  cross join (select distinct unnest($7) as space) as asked
  left join space on space.id = asked.space
  on conflict (trigger, space) do nothing
)
select * from stored
