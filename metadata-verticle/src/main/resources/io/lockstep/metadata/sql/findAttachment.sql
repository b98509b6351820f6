-- The attachment at a path, or else the one of a document with the same file name.
-- $1 space, $2 principals text[], $3 whether he is an admin, $4 document, $5 path, $6 file name
-- gives one row; none when there is no such attachment, or he has no role in the space
select path, document, content_type, content, at
from attachment
where space = $1
  and (path = $5 or (document = $4 and substring(path from '[^/]*$') = $6))
  and ($3 or exists (select from member where member.space = $1 and principal = any ($2)))
order by path = $5 desc, at
limit 1
