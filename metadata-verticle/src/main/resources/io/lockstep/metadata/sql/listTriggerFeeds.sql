-- Feeds that triggers have not seen all of. One of another epoch than the one that was seen was restored from a backup: it
-- goes on at its end.
-- $1 limit
-- gives space, epoch, the seq to go on after, and what is known (both null when nothing is)
select head.id as space, head.epoch, start.seq, seen.epoch as known_epoch, seen.seq as known_seq
from (
  select space, min(since) as since
  from trigger_space
  group by space
) as watched
join space as head on head.id = watched.space
left join trigger_cursor as seen on seen.space = watched.space
cross join lateral (
  select case
    when seen.epoch <> head.epoch then head.seq
    else greatest(least(watched.since, head.seq), seen.seq, head.floor)
  end as seq
) as start
where start.seq < head.seq or seen.epoch <> head.epoch
order by head.id
limit $1
