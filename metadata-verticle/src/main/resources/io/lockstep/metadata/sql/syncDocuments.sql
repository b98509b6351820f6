-- The documents of a space that changed since a time, the ids of the others, and the head, all of the same moment.
-- $1 space, $2 principals text[], $3 since or null for all, $4 and $5 the last update and the id of the last document of the
-- part before or null, $6 limit or null, $7 whether ids must be decimal numbers, $8 text fields text[], none for
-- all documents, $9 what they must be text[], $10 only these fields text[] or null for all
-- gives first the head with the roles of the principals and the others as text[] in their order (none while documents are
-- pending), then a row for each document, in the order of their last update and their ids; no row when there is no such space
-- Only rows of page are read from the table, and all when there are $8 to look into: the index document_sync has the rest.
with head as (
  select id as space, epoch, seq as head_seq, floor, access_version as head_access_version,
         last_update as head_last_update,
         (select coalesce(jsonb_object_agg(principal, role), '{}')
          from member
          where member.space = $1 and principal = any ($2)) as grants
  from space
  where id = $1
), chosen as not materialized (
  select id, last_update,
         last_update >= coalesce($3::timestamptz, '-infinity')
           and (last_update, id) > (coalesce($4::timestamptz, '-infinity'), coalesce($5::text, '')) as changed
  from document
  where space = (select space from head)
    and not deleted
    and (not $7::boolean or id ~ '^(0|[1-9][0-9]{0,17})$')
    and (cardinality($8::text[]) = 0 or id in (
      select id
      from document
      where space = $1
        and not deleted
        and not exists (
          select from unnest($8::text[], $9::text[]) as asked (field, value)
          where coalesce(fields ->> asked.field, '') <> asked.value)))
), counted as (
  select count(*) filter (where changed) as changed,
         coalesce(array_agg(id order by last_update, id) filter (where not changed), '{}') as others
  from chosen
), page as (
  select id, last_update
  from chosen
  where changed
  order by last_update, id
  limit $6::bigint
)
select head.*, greatest(changed - coalesce($6::bigint, changed), 0) as pending,
       case when changed > coalesce($6::bigint, changed) then '{}' else others end as others,
       null as document, null as revision, null as etag, null as fields, null as readonly, null as last_update,
       null as updated_by
from head
cross join counted
union all
select $1, null, null, null, null, null, null, null, null, id, revision, etag,
       case when $10::text[] is null then fields
            else (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(fields) where key = any ($10::text[])) end,
       readonly, document.last_update, updated_by
from page
join document using (id)
where space = $1
order by last_update nulls first, document nulls first
