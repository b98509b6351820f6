-- Ends a lock, whoever holds it.
--
-- KEYS, ARGV[1..11]  as in locks.lua
-- ARGV[12]   document, encoded       ARGV[13]  field, encoded, or *
-- ARGV[14]  who breaks it           ARGV[15]  why
--
-- Replies {the lock, or '' when there was none, {news}}.

local document = ARGV[12]
local lock = find(document, ARGV[13])
local broken = ''
if lock and isDue(lock) then
  finishDue({lock})
elseif lock then
  finish(lock, 'broken', ARGV[14], ARGV[15])
  broken = lock.json
end

if isQueued(document) then
  settle(document)
end
return {broken, news}
