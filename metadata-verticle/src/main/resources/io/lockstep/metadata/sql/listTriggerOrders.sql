-- Triggers as they are matched.
-- gives name, rules, debounce_millis and since, an object of space to seq
select name, rules, debounce_millis,
       coalesce((
         select jsonb_object_agg(space, case when watched.epoch = head.epoch then since else 0 end)
         from trigger_space as watched
         left join space as head on head.id = watched.space
         where trigger = name), '{}') as since
from trigger
