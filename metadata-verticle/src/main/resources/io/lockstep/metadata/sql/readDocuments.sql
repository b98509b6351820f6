-- The documents that a batch writes to, deleted ones too; their spaces are locked.
-- $1 spaces text[], $2 documents text[], pairwise
-- gives a row for each pair that has one
select document.space, document.id as document, revision, etag, fields, fence, readonly, last_update, updated_by,
       last_seq, deleted, source_etag
from document
join unnest($1::text[], $2::text[]) as asked (space, id) using (space, id)
