-- Creates a space; fails when there is one.
-- $1 space, $2 title, $3 field definitions jsonb, $4 epoch, $5 access version, $6 last update, $7 owner or null
insert into space (id, title, fields, epoch, access_version, last_update, owner)
values ($1, $2, $3, $4, $5, $6, $7)
