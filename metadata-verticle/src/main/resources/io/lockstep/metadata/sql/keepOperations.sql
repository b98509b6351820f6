-- Keeps the answers to named writes of locked spaces.
-- $1 JSON array as text of {space, operation, answer}
insert into operation (space, id, answer)
select space, operation, answer
from jsonb_to_recordset($1::text::jsonb) as kept (space text, operation text, answer jsonb)
