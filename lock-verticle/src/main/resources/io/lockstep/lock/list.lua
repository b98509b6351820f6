-- Reads the standing locks of a space, or of some of its documents. Ends nothing; a due lock is left out.
--
-- KEYS[1..5], ARGV[1..11]  as in locks.lua
-- KEYS[6..]  the document keys to read; none = the whole space
-- ARGV[12]    1 = the whole space, 0 = the given documents
--
-- Replies {lockSeq, {locks as JSON}, the highest fence that may have been given until now}.

local locks = {}

if ARGV[12] == '1' then
  local members = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
  for index = 1, #members, 2 do
    local document, field = members[index]:match('^([^:]*):(.*)$')
    -- Nothing is due before its score, only later: most need no closer look.
    if tonumber(members[index + 1]) > now then
      locks[#locks + 1] = redis.call('HGET', ARGV[3] .. document, field) or nil
    else
      local lock = find(document, field)
      if lock and not isDue(lock) then
        locks[#locks + 1] = lock.json
      end
    end
  end
end

for index = 6, #KEYS do
  for _, json in ipairs(redis.call('HVALS', KEYS[index])) do
    if not isDue(cjson.decode(json)) then
      locks[#locks + 1] = json
    end
  end
end

local fence = math.max(tonumber(redis.call('HGET', KEYS[1], 'fence') or '0'), tonumber(ARGV[5]) - 1, micros)
return {lockSeq(), locks, text(fence)}
