-- Notes that attendees are here.
--
-- KEYS, ARGV[1..9]  as in locks.lua
-- ARGV[10..]  the attendees
--
-- Replies 1 for each on whom something depends, and 0 for each of the others.

local known = {}
for index = 10, #ARGV do
  known[index - 9] = redis.call('HEXISTS', KEYS[4], 'n:' .. ARGV[index])
  if known[index - 9] == 1 then
    see(ARGV[index])
  end
end
return known
