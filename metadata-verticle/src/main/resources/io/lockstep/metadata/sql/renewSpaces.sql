-- Begins the feeds of locked spaces anew: no cursor that was given before is of this epoch.
-- $1 space, or null for all, $2 by how much the epoch moves, 1 to 2147483645, so that it is another one
update space
set epoch = 1 + (epoch + $2::bigint) % 2147483646
where $1::text is null or id = $1
