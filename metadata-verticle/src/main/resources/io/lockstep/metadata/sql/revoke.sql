-- Makes what a user has signed in with count no more; accounts are locked.
-- $1 name, $2 until when, $3 whether his account is removed
insert into revocation (name, at, gone, version)
values ($1, $2, $3, (select coalesce(max(version), 0) + 1 from revocation))
on conflict (name) do update
set at = greatest(revocation.at, excluded.at), gone = excluded.gone, version = excluded.version
