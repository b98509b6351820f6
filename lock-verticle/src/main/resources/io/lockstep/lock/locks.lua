-- What the scripts of this folder share; RedisLockStore puts it in front of each of them.
--
-- KEYS[1]  the space's counters: hash with lockSeq, fence, and waiting, the number of those who wait
-- KEYS[2]  the space's deadlines: sorted set, member <document>:<field>, score = ms at which to look whether it is due
-- KEYS[3]  the space's warnings: sorted set, member as above, score = ms at which its renewal is overdue
-- KEYS[4]  the space's attendees: hash, n:<attendee> -> how much depends on him, s:<attendee> -> ms when last seen
-- KEYS[5]  the space's audit: stream, id <lockSeq>-0, fields at, act, lock, by, reason
-- ARGV[1]  now in ms since 1970; empty = Redis's own clock
-- ARGV[2]  what every lock key of the space starts with
-- ARGV[3]  what every document key of the space starts with; such a key is a hash, field -> lock as JSON
-- ARGV[4]  what every line of the space starts with; such a key is a list of who waits for locks of a document, as JSON
-- ARGV[5]  no new fence is below this
-- ARGV[6]  no new lockSeq is below this
-- ARGV[7]  ms after which who was not seen is gone
-- ARGV[8]  ms for which who waited gets a lock
-- ARGV[9]  about how many entries the audit keeps
-- ARGV[10] the hints: sorted set, member <ms>:<space>, score = ms at which to look; empty where it is in another slot, as in a
--          Redis cluster: whoever runs the script leaves the hints then
-- ARGV[11] the space
-- ARGV[12..]  the script's own
--
-- Document and field are percent-encoded wherever they name a key, a member or a hash field.
-- An attendee is <user>, or <user> <newline> <session>.
--
-- Scripts reply what they changed beside what they were asked for as {news}, in the order of lockSeq. One of the news is
-- {'ended', lockSeq, lock as JSON, act} or {'granted', lockSeq, lock as JSON, session that waited or ''}.

local AUDIT_MS = 30 * 24 * 3600 * 1000
local HINT_STEP_MS = 100

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
local grace, grantTtl = tonumber(ARGV[7]), tonumber(ARGV[8])
local news = {}

-- Both counters start from the time, so that they do not go back when Redis has lost them.
local function lockSeq()
  redis.call('HSETNX', KEYS[1], 'lockSeq', text(math.max(micros, tonumber(ARGV[6]))))
  return tonumber(redis.call('HGET', KEYS[1], 'lockSeq'))
end

local function countLockSeq()
  lockSeq()
  return redis.call('HINCRBY', KEYS[1], 'lockSeq', 1)
end

local function newFence()
  local last = tonumber(redis.call('HGET', KEYS[1], 'fence') or '0')
  local fence = math.max(last + 1, micros, tonumber(ARGV[5]))
  redis.call('HSET', KEYS[1], 'fence', text(fence))
  return fence
end

-- Attendees

local function attendeeOf(lock)
  return lock.session and lock.owner .. '\n' .. lock.session or lock.owner
end

local function see(attendee)
  redis.call('HSET', KEYS[4], 's:' .. attendee, text(now))
end

local function depend(attendee, change)
  if redis.call('HINCRBY', KEYS[4], 'n:' .. attendee, change) <= 0 then
    redis.call('HDEL', KEYS[4], 'n:' .. attendee, 's:' .. attendee)
  end
end

-- When who is not seen any more will be gone.
local function goneAt(attendee)
  return tonumber(redis.call('HGET', KEYS[4], 's:' .. attendee) or '0') + grace
end

-- Says when to look at the space.
local function hint(at)
  if ARGV[10] ~= '' then
    redis.call('ZADD', ARGV[10], text(at), text(at) .. ':' .. ARGV[11])
  end
end

-- Locks

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

local function dueAt(lock)
  if lock.releaseOnDisconnect then
    return math.min(lock.expiresAt, goneAt(attendeeOf(lock)))
  end
  return lock.expiresAt
end

local function isDue(lock)
  return dueAt(lock) <= now
end

-- Whether two owners of locks, or of places in a line, shut each other out.
local function excludes(one, other)
  return one.owner ~= other.owner or one.session ~= other.session
end

local function overlaps(oneField, otherField)
  return oneField == otherField or oneField == '*' or otherField == '*'
end

local function audit(act, seq, json, by, reason)
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[9], text(seq) .. '-0',
    'at', text(now), 'act', act, 'lock', json, 'by', by or '', 'reason', reason or '')
  redis.call('PEXPIRE', KEYS[5], AUDIT_MS)
end

local function finish(lock, act, by, reason)
  local member = lock.document .. ':' .. lock.field
  redis.call('HDEL', ARGV[3] .. lock.document, lock.field)
  redis.call('ZREM', KEYS[2], member)
  redis.call('ZREM', KEYS[3], member)
  redis.call('DEL', ARGV[2] .. member)
  if lock.releaseOnDisconnect then
    depend(attendeeOf(lock), -1)
  end
  local seq = countLockSeq()
  audit(act, seq, lock.json, by, reason)
  news[#news + 1] = {'ended', seq, lock.json, act}
end

-- Ends due locks in the order of their deadlines.
local function finishDue(locks)
  table.sort(locks, function(a, b)
    if a.expiresAt == b.expiresAt then
      return a.fence < b.fence
    end
    return a.expiresAt < b.expiresAt
  end)
  for _, lock in ipairs(locks) do
    finish(lock, lock.expiresAt <= now and 'expired' or 'disconnected')
  end
end

-- Stores a lock: about is its JSON without fence, expiresAt, ttlMillis and created; mine is the owner's standing lock, if he
-- renews it. A renewal never shortens it: another session of the owner may rely on what it was promised. It keeps when the
-- lock was taken and, unless another is given, what for.
local function put(document, field, about, ttl, warns, mine)
  local fence = mine and mine.fence or newFence()
  local deadline = math.max(now + ttl, mine and mine.expiresAt or 0)
  local member = document .. ':' .. field
  local json = about:sub(1, -2) .. ',"fence":' .. text(fence) .. ',"expiresAt":' .. text(deadline)
  local isLonger = not mine or mine.expiresAt < now + ttl
  local given = isLonger and ttl or mine.ttlMillis
  if given then
    json = json .. ',"ttlMillis":' .. text(given)
  end
  local created = not mine and now or mine.created
  if created then
    json = json .. ',"created":' .. text(created)
  end
  if mine and mine.process and not cjson.decode(about).process then
    json = json .. ',"process":' .. cjson.encode(mine.process)
  end
  json = json .. '}'
  local lock = cjson.decode(json)
  local wasAttended = mine and mine.releaseOnDisconnect or false
  local isAttended = lock.releaseOnDisconnect or false
  if isAttended then
    see(attendeeOf(lock))
  end
  if isAttended ~= wasAttended then
    depend(attendeeOf(lock), isAttended and 1 or -1)
  end
  redis.call('HSET', ARGV[3] .. document, field, json)
  local lookAt = dueAt(lock)
  redis.call('ZADD', KEYS[2], text(lookAt), member)
  redis.call('SET', ARGV[2] .. member, lock.owner .. '\n' .. json, 'PX', text(deadline - now))
  if warns then
    local overdueAt = deadline - math.floor(ttl / 3)
    redis.call('ZADD', KEYS[3], text(overdueAt), member)
    lookAt = math.min(lookAt, overdueAt)
  elseif mine then
    redis.call('ZREM', KEYS[3], member)
  end
  -- Few hints for many locks: who looks a little too early leaves an exact one.
  hint(lookAt - lookAt % HINT_STEP_MS)
  return lock, json
end

-- Those who wait

local function isQueued(document)
  return redis.call('EXISTS', ARGV[4] .. document) == 1
end

local function waiters(document)
  local queue = {}
  for index, json in ipairs(redis.call('LRANGE', ARGV[4] .. document, 0, -1)) do
    queue[index] = cjson.decode(json)
    queue[index].json = json
  end
  return queue
end

local function leave(document, waiter)
  redis.call('LREM', ARGV[4] .. document, 1, waiter.json)
  redis.call('HINCRBY', KEYS[1], 'waiting', -1)
  depend(waiter.attendee, -1)
end

local function standing(document)
  local locks = {}
  for _, field in ipairs(redis.call('HKEYS', ARGV[3] .. document)) do
    locks[#locks + 1] = find(document, field)
  end
  return locks
end

-- The oldest lock that keeps an owner from a field; nil when there is none.
local function obstacle(locks, field, owner)
  local oldest = nil
  for _, lock in ipairs(locks) do
    if overlaps(lock.field, field) and excludes(lock, owner) and (not oldest or lock.fence < oldest.fence) then
      oldest = lock
    end
  end
  return oldest
end

-- Whether somebody in front of the line must be served before this one.
local function isBehind(queue, field, owner)
  for _, waiter in ipairs(queue) do
    if overlaps(waiter.field, field) and excludes(waiter, owner) then
      return true
    end
  end
  return false
end

-- Ends the document's due locks, forgets who has left the line, and gives who is first what he can have now.
local function settle(document)
  local due = {}
  for _, lock in ipairs(standing(document)) do
    if isDue(lock) then
      due[#due + 1] = lock
    end
  end
  finishDue(due)
  local still = {}
  for _, waiter in ipairs(waiters(document)) do
    if goneAt(waiter.attendee) <= now then
      leave(document, waiter)
    elseif isBehind(still, waiter.field, waiter) or obstacle(standing(document), waiter.field, waiter) then
      still[#still + 1] = waiter
    else
      leave(document, waiter)
      local mine = find(document, waiter.field)
      local _, json = put(document, waiter.field, waiter.about, grantTtl, true, mine)
      local seq = countLockSeq()
      audit('granted', seq, json)
      news[#news + 1] = {'granted', seq, json, waiter.attendee:match('\n(.*)$') or ''}
    end
  end
  return still
end
