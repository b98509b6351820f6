-- Moves the heads of locked spaces.
-- $1 JSON array as text of {space, seq, last_update, bytes}
update space
set seq = head.seq, last_update = head.last_update, bytes = head.bytes
from jsonb_to_recordset($1::text::jsonb) as head (space text, seq bigint, last_update timestamptz, bytes bigint)
where space.id = head.space
