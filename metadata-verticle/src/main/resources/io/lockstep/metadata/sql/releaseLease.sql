-- Gives a lease back.
-- $1 name, $2 holder
update lease set ends = now() - interval '1 millisecond' where name = $1 and holder = $2
