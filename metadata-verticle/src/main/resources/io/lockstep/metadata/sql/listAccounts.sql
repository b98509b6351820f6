-- Accounts.
-- $1 only this one, or null, $2 only those after this name, or null, $3 how many at most
-- gives a row for each, in the order of their names
select name, password_hash, display_name, groups, quota_bytes
from account
where ($1::text is null or name = $1) and ($2::text is null or name > $2 collate "C")
order by name
limit $3
