-- A run of a space's feed and its head, both of the same moment.
-- $1 space, $2 principals text[], $3 whether he is an admin, $4 only after this seq, $5 limit
-- gives a row for each change, in the order of their seq; one row without a change when there is none;
-- no row when there is no such space or he has no role in it
select head.id as space, epoch, head.seq as head_seq, floor, head.access_version as head_access_version,
       head.last_update as head_last_update,
       run.seq, document, revision, verb, patch, etag, actor, at, run.access_version
from space as head
left join lateral (
  select *
  from change
  where change.space = head.id and change.seq > greatest($4, head.floor)
  order by change.seq
  limit $5
) as run on true
where head.id = $1
  and ($3 or exists (select from member where member.space = head.id and principal = any ($2)))
order by run.seq
