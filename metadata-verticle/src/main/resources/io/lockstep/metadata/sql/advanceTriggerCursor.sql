-- Notes how far a feed has been looked through, if nobody else did meanwhile.
-- $1 space, $2 epoch, $3 seq, $4 and $5 the epoch and seq that are known, null when none are
-- gives a row when it was noted
insert into trigger_cursor (space, epoch, seq)
values ($1, $2, $3)
on conflict (space) do update
set epoch = excluded.epoch, seq = excluded.seq
where trigger_cursor.epoch = $4 and trigger_cursor.seq = $5
returning space
