-- Puts an attachment into a locked space, and counts its bytes.
-- $1 space, $2 path, $3 document, $4 content type, $5 content bytea, $6 at
-- gives one row; none when the path is taken
with put as (
  insert into attachment (space, path, document, content_type, content, size, at)
  values ($1, $2, $3, $4, $5, length($5::bytea), $6)
  on conflict (space, path) do nothing
  returning space, size
)
update space
set bytes = space.bytes + put.size
from put
where space.id = put.space
returning put.size
