-- Ends a lock, whoever holds it.
--
-- KEYS, ARGV[1..9]  as in locks.lua
-- ARGV[10]   document, encoded       ARGV[11]  field, encoded, or *
-- ARGV[12]  who breaks it           ARGV[13]  why
--
-- Replies {the lock, or '' when there was none, {news}}.

local document = ARGV[10]
local lock = find(document, ARGV[11])
local broken = ''
if lock and isDue(lock) then
  finishDue({lock})
elseif lock then
  finish(lock, 'broken', ARGV[12], ARGV[13])
  broken = lock.json
end

if isQueued(document) then
  settle(document)
end
return {broken, news}
