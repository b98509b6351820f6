-- Appends to the feeds of locked spaces.
-- $1 JSON array as text of rows of change
insert into change (space, seq, document, revision, verb, patch, etag, actor, at, access_version, quiet, before)
select space, seq, document, revision, verb, patch, etag, actor, at, access_version, quiet, before
from jsonb_to_recordset($1::text::jsonb) as appended (
  space text, seq bigint, document text, revision bigint, verb text, patch jsonb, etag text, actor text,
  at timestamptz, access_version bigint, quiet boolean, before jsonb)
