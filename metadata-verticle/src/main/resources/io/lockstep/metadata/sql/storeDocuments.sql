-- Stores documents of locked spaces as they are after a batch, each once.
-- $1 JSON array as text of rows of document, its id as document
insert into document (space, id, revision, etag, fields, fence, readonly, last_update, updated_by, last_seq, deleted,
                      source_etag)
select space, document, revision, etag, fields, fence, readonly, last_update, updated_by, last_seq, deleted, source_etag
from jsonb_to_recordset($1::text::jsonb) as stored (
  space text, document text, revision bigint, etag text, fields jsonb, fence jsonb, readonly boolean,
  last_update timestamptz, updated_by text, last_seq bigint, deleted boolean,
  source_etag text)
on conflict (space, id) do update
set revision = excluded.revision,
    etag = excluded.etag,
    fields = excluded.fields,
    fence = excluded.fence,
    readonly = excluded.readonly,
    last_update = excluded.last_update,
    updated_by = excluded.updated_by,
    last_seq = excluded.last_seq,
    deleted = excluded.deleted,
    source_etag = excluded.source_etag
