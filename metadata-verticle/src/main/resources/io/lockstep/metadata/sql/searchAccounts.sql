-- The people whose name or shown name contains a text, whatever the case.
-- $1 text, empty for everybody, $2 how many at most
-- gives a row for each, in the order of their names
select name, display_name
from account
where strpos(lower(name), lower($1::text)) > 0 or strpos(lower(display_name), lower($1::text)) > 0
order by name collate "C"
limit $2
