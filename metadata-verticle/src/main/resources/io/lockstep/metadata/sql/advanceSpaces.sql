-- Moves the heads of locked spaces.
-- $1 JSON array as text of {space, seq, last_update}
update space
set seq = head.seq, last_update = head.last_update
from jsonb_to_recordset($1::text::jsonb) as head (space text, seq bigint, last_update timestamptz)
where space.id = head.space
