-- Creates an account, or replaces it unless it may only be created. Who was removed before is somebody again.
-- $1 name, $2 password hash, $3 display name, $4 groups text[], $5 quota in bytes or null, $6 whether it may only be created
-- gives the account that stands now
with back as (
  update revocation
  set gone = false
  where name = $1 and gone
)
insert into account as standing (name, password_hash, display_name, groups, quota_bytes)
values ($1, $2, $3, $4, $5)
on conflict (name) do update
set password_hash = case when $6 then standing.password_hash else excluded.password_hash end,
    display_name = case when $6 then standing.display_name else excluded.display_name end,
    groups = case when $6 then standing.groups else excluded.groups end,
    quota_bytes = case when $6 then standing.quota_bytes else excluded.quota_bytes end
returning name, password_hash, display_name, groups, quota_bytes
