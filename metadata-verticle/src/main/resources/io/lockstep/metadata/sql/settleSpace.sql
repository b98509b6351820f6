-- Moves a space's time out of the second of its last change, once that second is over: then who synchronises by whole
-- seconds is given the change once. No later change can be earlier. Locks no row when there is nothing to do.
-- $1 space, $2 the beginning of this second
update space
set last_update = date_trunc('second', last_update) + interval '1 second'
where id = $1
  and last_update < $2::timestamptz
  and exists (
    select from document
    where document.space = $1 and not deleted and document.last_update >= date_trunc('second', space.last_update))
