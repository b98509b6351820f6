-- One document of a space in which somebody has a role.
-- $1 space, $2 principals text[], $3 whether he is an admin, $4 document
-- gives one row, or none
select space, id as document, revision, etag, fields, readonly, last_update, updated_by
from document
where space = $1
  and id = $4
  and not deleted
  and ($3 or exists (select from member where member.space = $1 and principal = any ($2)))
