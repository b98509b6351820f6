-- Forgets the attachments of deleted documents of locked spaces, and takes their bytes off.
-- $1 spaces text[], $2 documents text[], pairwise
with forgotten as (
  delete from attachment
  using unnest($1::text[], $2::text[]) as deleted (space, document)
  where attachment.space = deleted.space and attachment.document = deleted.document
  returning attachment.space, size
)
update space
set bytes = space.bytes - freed.bytes
from (select space, sum(size) as bytes from forgotten group by space) as freed
where space.id = freed.space
