-- Notes that attendees are here.
--
-- KEYS, ARGV[1..11]  as in locks.lua
-- ARGV[12..]  the attendees
--
-- Replies 1 for each on whom something depends, and 0 for each of the others.

local known = {}
for index = 12, #ARGV do
  known[index - 11] = redis.call('HEXISTS', KEYS[4], 'n:' .. ARGV[index])
  if known[index - 11] == 1 then
    see(ARGV[index])
  end
end
return known
