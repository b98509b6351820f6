-- Takes or renews a lock, unless somebody else's stands in the way.
--
-- KEYS, ARGV[1..3]  as in locks.lua
-- ARGV[4]  document, encoded        ARGV[5]  field, encoded, or *
-- ARGV[6]  owner                    ARGV[7]  ttl in ms
-- ARGV[8]  {document, field, owner, displayName} as JSON
--
-- Replies {'acquired' or 'renewed', lockSeq, lock, {ended locks}}
--      or {'refused', 0, standing lock, {ended locks}}; the ended locks were due and ended first.

local document, field, owner, ttl = ARGV[4], ARGV[5], ARGV[6], tonumber(ARGV[7])

local fields = {field, '*'}
if field == '*' then
  fields = redis.call('HKEYS', ARGV[3] .. document)
end

local due, mine, conflict = {}, nil, nil
for _, name in ipairs(fields) do
  local lock = find(document, name)
  if not lock then
    -- free
  elseif isDue(lock) then
    due[#due + 1] = lock
  elseif lock.owner == owner then
    if name == field then
      mine = lock
    end
  elseif not conflict or lock.fence < conflict.fence then
    conflict = lock
  end
end

local ended = finishAll(due)
if conflict then
  return {'refused', 0, conflict.json, ended}
end

local fence = mine and mine.fence or newFence()
local deadline = now + ttl
local member = document .. ':' .. field
local json = ARGV[8]:sub(1, -2) .. ',"fence":' .. text(fence) .. ',"expiresAt":' .. text(deadline) .. '}'
redis.call('HSET', ARGV[3] .. document, field, json)
redis.call('ZADD', KEYS[2], text(deadline), member)
redis.call('SET', ARGV[2] .. member, owner .. '\n' .. json, 'PX', ARGV[7])
return {mine and 'renewed' or 'acquired', countLockSeq(), json, ended}
