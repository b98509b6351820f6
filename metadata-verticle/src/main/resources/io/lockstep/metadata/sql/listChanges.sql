-- A run of a space's feed and its head, both of the same moment.
-- $1 space, $2 principals text[], $3 only after this seq, $4 limit, $5 whether with the documents as they are now, and what
-- was before
-- where it says "of one document", another condition may take its place: then $6 is a document, and all is of that one
-- gives a row for each change, in the order of their seq, the first with the roles of the principals; one row without a change
-- when there is none; no row when there is no such space
select head.id as space, epoch, head.seq as head_seq, floor, head.access_version as head_access_version,
       head.last_update as head_last_update,
       case when coalesce(place, 1) = 1 then (
         select coalesce(jsonb_object_agg(principal, role), '{}')
         from member
         where member.space = $1 and principal = any ($2)) end as grants,
       run.seq, run.document, run.revision, run.verb, run.patch, run.etag, run.actor, run.at, run.access_version, run.quiet,
       case when $5 then run.before end as before,
       current.fields, current.revision as current_revision, current.etag as current_etag
from space as head
left join lateral (
  select change.*, row_number() over (order by change.seq) as place
  from change
  where change.space = head.id and change.seq > greatest($3::bigint, head.floor) /* of one document */
  order by change.seq
  limit $4
) as run on true
left join document as current
  on $5 and current.space = head.id and current.id = run.document and not current.deleted
where head.id = $1
order by run.seq
