-- What the scripts of this folder share; RedisLockStore puts it in front of each of them.
--
-- KEYS[1]  the space's counters: hash with lockSeq and fence
-- KEYS[2]  the space's deadlines: sorted set, member <document>:<field>, score = deadline in ms
-- ARGV[1]  now in ms since 1970; empty = Redis's own clock
-- ARGV[2]  what every lock key of the space starts with
-- ARGV[3]  what every document key of the space starts with; such a key is a hash, field -> lock as JSON
--
-- Document and field are percent-encoded wherever they name a key, a member or a hash field.
-- An ended lock is answered as {lockSeq after its end, the lock as JSON}.

-- Lua's own formatting, and cjson's, would write 1.7e+15.
local function text(number)
  return string.format('%.0f', number)
end

local function clockMicros()
  if ARGV[1] ~= '' then
    return tonumber(ARGV[1]) * 1000
  end
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

local micros = clockMicros()
local now = math.floor(micros / 1000)

-- Both counters start from the time, so that they do not go back when Redis has lost them.
local function lockSeq()
  redis.call('HSETNX', KEYS[1], 'lockSeq', text(micros))
  return tonumber(redis.call('HGET', KEYS[1], 'lockSeq'))
end

local function countLockSeq()
  lockSeq()
  return redis.call('HINCRBY', KEYS[1], 'lockSeq', 1)
end

local function newFence()
  local last = tonumber(redis.call('HGET', KEYS[1], 'fence') or '0')
  local fence = math.max(last + 1, micros)
  redis.call('HSET', KEYS[1], 'fence', text(fence))
  return fence
end

-- The lock of a cell, due or not; nil when there is none. Its document and field are the encoded ones.
local function find(document, field)
  local json = redis.call('HGET', ARGV[3] .. document, field)
  if not json then
    return nil
  end
  local lock = cjson.decode(json)
  lock.document, lock.field, lock.json = document, field, json
  return lock
end

local function isDue(lock)
  return lock.expiresAt <= now
end

local function finish(lock)
  local member = lock.document .. ':' .. lock.field
  redis.call('HDEL', ARGV[3] .. lock.document, lock.field)
  redis.call('ZREM', KEYS[2], member)
  redis.call('DEL', ARGV[2] .. member)
  return {countLockSeq(), lock.json}
end

-- Ends the locks in the order of their deadlines.
local function finishAll(locks)
  table.sort(locks, function(a, b)
    if a.expiresAt == b.expiresAt then
      return a.fence < b.fence
    end
    return a.expiresAt < b.expiresAt
  end)
  local ended = {}
  for index, lock in ipairs(locks) do
    ended[index] = finish(lock)
  end
  return ended
end
