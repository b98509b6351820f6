-- The documents of a space that were reconciled.
-- $1 space, $2 only ids after this or null, $3 only ids up to this or null
-- gives a row for each, in the order of their ids
select id as document, revision, source_etag
from document
where space = $1
  and source_etag is not null
  and not deleted
  and ($2::text is null or id > $2)
  and ($3::text is null or id <= $3)
order by id
