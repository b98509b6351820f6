-- One document of a space, and what roles somebody has there.
-- $1 space, $2 principals text[], $3 document, $4 an etag with which the fields are left unread, or null
-- gives one row, or none
select space, id as document, revision, etag, case when etag is not distinct from $4 then '{}' else fields end as fields,
       readonly, last_update, updated_by,
       (select coalesce(jsonb_object_agg(principal, role), '{}')
        from member
        where member.space = $1 and principal = any ($2)) as grants
from document
where space = $1
  and id = $3
  and not deleted
