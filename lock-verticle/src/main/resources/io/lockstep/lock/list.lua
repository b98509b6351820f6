-- Reads the standing locks of a space, or of some of its documents. Ends nothing; a due lock is left out.
--
-- KEYS[1..2], ARGV[1..3]  as in locks.lua
-- KEYS[3..]  the document keys to read; none = the whole space
-- ARGV[4]    1 = the whole space, 0 = the given documents
--
-- Replies {lockSeq, {locks as JSON}}.

local locks = {}

if ARGV[4] == '1' then
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. text(now), '+inf')) do
    local document, field = member:match('^([^:]*):(.*)$')
    locks[#locks + 1] = redis.call('HGET', ARGV[3] .. document, field) or nil
  end
end

for index = 3, #KEYS do
  for _, json in ipairs(redis.call('HVALS', KEYS[index])) do
    if not isDue(cjson.decode(json)) then
      locks[#locks + 1] = json
    end
  end
end

return {lockSeq(), locks}
