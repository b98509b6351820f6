-- Removes an account.
-- $1 name
-- gives its groups, or no row
delete from account
where name = $1
returning groups
