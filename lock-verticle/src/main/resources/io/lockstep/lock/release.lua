-- Gives a lock back, if it is the owner who asks.
--
-- KEYS, ARGV[1..3]  as in locks.lua
-- ARGV[4]  document, encoded        ARGV[5]  field, encoded, or *
-- ARGV[6]  who asks
--
-- Replies {'released', lockSeq, lock, {}} or {'refused', 0, standing lock, {}}
--      or {'absent', 0, '', {the lock, if it was there but due}}.

local lock = find(ARGV[4], ARGV[5])
if not lock then
  return {'absent', 0, '', {}}
end
if isDue(lock) then
  return {'absent', 0, '', {finish(lock)}}
end
if lock.owner ~= ARGV[6] then
  return {'refused', 0, lock.json, {}}
end
local ended = finish(lock)
return {'released', ended[1], ended[2], {}}
