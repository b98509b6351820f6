-- Forgets the oldest changes of feeds and raises their floors, unless another node is at it.
-- $1 only changes from before this time, $2 at most so many of a space, $3 at most so many spaces
-- gives one row with the number of changes that were forgotten
with due as (
  select space.id, oldest.seq
  from space
  cross join lateral (
    select max(seq) as seq
    from (select seq, at from change where change.space = space.id order by seq limit $2) as run
    where at < $1
  ) as oldest
  where oldest.seq is not null
    and (select pg_try_advisory_xact_lock(hashtext('lockstep.retention')))
  limit $3
), locked as (
  select id, due.seq
  from space
  join due using (id)
  order by id
  for no key update of space
), raised as (
  update space
  set floor = greatest(floor, locked.seq)
  from locked
  where space.id = locked.id
  returning space.id, space.floor
), forgotten as (
  delete from change
  using raised
  where change.space = raised.id and change.seq <= raised.floor
  returning 1
)
select count(*) as forgotten
from forgotten
