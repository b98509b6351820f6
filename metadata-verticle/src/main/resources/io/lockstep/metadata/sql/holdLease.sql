-- Takes or renews a lease.
-- $1 name, $2 holder, $3 for how many ms
-- gives the fence when it is the holder's now
insert into lease (name, holder, fence, ends)
values ($1, $2, 1, now() + $3::bigint * interval '1 millisecond')
on conflict (name) do update
set fence = lease.fence + case when lease.holder = excluded.holder then 0 else 1 end,
    holder = excluded.holder,
    ends = excluded.ends
where lease.holder = excluded.holder or lease.ends < now()
returning fence
