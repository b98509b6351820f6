-- What each of many may do in the space that he asks for. Who was removed may do nothing, whatever groups he says he is in.
-- $1 spaces text[], $2 whether an admin asks boolean[], both by the number of the question, from 1
-- $3 numbers of questions int[], $4 principals text[]: a pair for each principal of who asks
-- gives a row for each question whose space exists: its number, and the role, null for nothing
select asked.number::int as number, access_version,
       (select case
                 when exists (
                   select
                   from unnest($3::int[], $4::text[]) as own (number, principal)
                   join revocation on revocation.name = substr(own.principal, length('user:') + 1) and revocation.gone
                   where own.number = asked.number and own.principal like 'user:%') then null
                 when asked.is_admin then 'manager'
                 else max(member.role)
               end
        from unnest($3::int[], $4::text[]) as held (number, principal)
        join member on member.principal = held.principal
        where held.number = asked.number and member.space = space.id)::text as role
from unnest($1::text[], $2::boolean[]) with ordinality as asked (space, is_admin, number)
join space on space.id = asked.space
