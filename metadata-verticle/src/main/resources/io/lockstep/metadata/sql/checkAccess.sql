-- What somebody may do in a space.
-- $1 space, $2 principals text[], $3 whether he is an admin
-- gives one row, its role null for nothing; none when there is no such space
select access_version,
       (select case when $3 then 'manager' else max(role) end
        from member
        where member.space = space.id and principal = any ($2))::text as role
from space
where id = $1
