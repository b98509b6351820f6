-- A page of documents and the head of their space, both of the same moment.
-- $1 space, $2 principals text[], $3 whether he is an admin, $4 only ids greater than this, $5 limit
-- gives a row for each document, in the order of their ids; one row without a document when there is none;
-- no row when there is no such space or he has no role in it
select head.id as space, epoch, seq as head_seq, floor, access_version as head_access_version,
       head.last_update as head_last_update,
       page.id as document, revision, etag, page.fields, readonly, page.last_update, updated_by
from space as head
left join lateral (
  select *
  from document
  where document.space = head.id and document.id > $4 and not deleted
  order by document.id
  limit $5
) as page on true
where head.id = $1
  and ($3 or exists (select from member where member.space = head.id and principal = any ($2)))
order by page.id
