-- A page of documents and the head of their space, both of the same moment.
-- $1 space, $2 principals text[]; further ones belong to the places that ListingSql fills in:
-- {conditions} on the documents, each after an "and"; {keys} what a document is sorted by; {order} the same with the
-- id last; {fields} the fields or none; {limit}
-- gives a row for each document, in their order, the first with the roles of the principals; one row without a document when
-- there is none; no row when there is no such space
select head.id as space, epoch, seq as head_seq, floor, access_version as head_access_version,
       head.last_update as head_last_update,
       case when coalesce(place, 1) = 1 then (
         select coalesce(jsonb_object_agg(principal, role), '{}')
         from member
         where member.space = $1 and principal = any ($2)) end as grants,
       page.id as document, revision, etag, page.fields, readonly, page.last_update, updated_by, keys
from space as head
left join lateral (
  select document.id, revision, etag, {fields} as fields, readonly, document.last_update, updated_by, {keys} as keys,
         row_number() over (order by {order}) as place
  from document
  where document.space = head.id and not deleted{conditions}
  order by {order}
  limit {limit}
) as page on true
where head.id = $1
order by place
