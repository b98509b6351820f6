-- Ends the due locks of a space, and finds those whose renewal is overdue. Popped in one step: whoever gets an ended lock, or
-- an overdue one, is the only one who does.
--
-- KEYS, ARGV[1..11]  as in locks.lua
-- ARGV[12]  how many at most
--
-- Replies {ms at which to look again or 0, how many were looked at, now in ms, {overdue locks as JSON}, {news}}.

local members = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'LIMIT', 0, ARGV[12])
local due, documents = {}, {}
for _, member in ipairs(members) do
  local lock = find(member:match('^([^:]*):(.*)$'))
  if not lock then
    redis.call('ZREM', KEYS[2], member)
  elseif isDue(lock) then
    due[#due + 1] = lock
    documents[lock.document] = true
  else
    -- He was seen since.
    redis.call('ZADD', KEYS[2], text(dueAt(lock)), member)
  end
end
finishDue(due)

local settling = {}
for document in pairs(documents) do
  settling[#settling + 1] = document
end
table.sort(settling)
for _, document in ipairs(settling) do
  if isQueued(document) then
    settle(document)
  end
end

local overdue = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', text(now), 'LIMIT', 0, ARGV[12])) do
  redis.call('ZREM', KEYS[3], member)
  local lock = find(member:match('^([^:]*):(.*)$'))
  if lock and not isDue(lock) then
    overdue[#overdue + 1] = lock.json
  end
end

local following = 0
for index = 2, 3 do
  local first = redis.call('ZRANGE', KEYS[index], 0, 0, 'WITHSCORES')
  local at = tonumber(first[2] or '0')
  if at > 0 and (following == 0 or at < following) then
    following = at
  end
end
if following > 0 then
  hint(following)
end
return {following, #members, now, overdue, news}
