-- One account.
-- $1 name
-- gives one row, or none
select name, password_hash, display_name, groups, quota_bytes
from account
where name = $1
