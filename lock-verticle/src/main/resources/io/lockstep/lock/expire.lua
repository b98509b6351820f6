-- Ends the due locks of a space. Popped in one step: whoever gets an ended lock is the only one who does.
--
-- KEYS, ARGV[1..3]  as in locks.lua
-- ARGV[4]  how many at most
--
-- Replies {next deadline in ms or 0, {ended locks}}.

local due = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'LIMIT', 0, ARGV[4])) do
  local lock = find(member:match('^([^:]*):(.*)$'))
  if lock then
    due[#due + 1] = lock
  else
    redis.call('ZREM', KEYS[2], member)
  end
end

local ended = finishAll(due)
local following = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return {tonumber(following[2] or '0'), ended}
