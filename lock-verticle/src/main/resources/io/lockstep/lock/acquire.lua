-- Takes or renews locks, all or none, unless somebody else's stands in the way of one.
--
-- KEYS, ARGV[1..11]  as in locks.lua
-- ARGV[12]   owner                   ARGV[13]  the only session that is to hold them, or empty
-- ARGV[14]  ttl in ms               ARGV[15]  1 = the owner is told when a renewal is overdue
-- ARGV[16]  the attendee that he is when he waits
-- ARGV[17]  how many may wait for a document; 0 = he does not wait when refused
-- ARGV[18]  1 = a renewal is shown to others
-- ARGV[19..]  document and field, encoded, and the lock as JSON without what put adds, of each cell
--
-- Replies {'taken', {{'acquired' or 'changed' or 'renewed', lockSeq, lock} of each cell}, now in ms, {news}}
--      or {'refused', place in the line from 1 or 0, lock in the way, {news}}.
-- Changed is renewed with something new to show; what is only renewed has no lockSeq of its own.

local me = {owner = ARGV[12], session = ARGV[13] ~= '' and ARGV[13] or nil}
local ttl, warns, attendee, maxWaiting = tonumber(ARGV[14]), ARGV[15] == '1', ARGV[16], tonumber(ARGV[17])
local showsRenewals = ARGV[18] == '1'

local function isMyPlace(waiter, field)
  return waiter.attendee == attendee and waiter.field == field and not excludes(waiter, me)
end

local queues = {}
local function settled(document)
  if not queues[document] then
    queues[document] = isQueued(document) and settle(document) or {}
  end
  return queues[document]
end

-- My lock of the field, and the oldest one of somebody else in its way; what is due and in its way is ended.
local function look(document, field)
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
    elseif not excludes(lock, me) then
      if name == field then
        mine = lock
      end
    elseif not conflict or lock.fence < conflict.fence then
      conflict = lock
    end
  end
  finishDue(due)
  return mine, conflict
end

local function waitersBefore(queue, field)
  local before = {}
  for _, waiter in ipairs(queue) do
    if isMyPlace(waiter, field) then
      break
    end
    before[#before + 1] = waiter
  end
  return before
end

-- Whom a newcomer may not overtake: the lock for which the first of them waits, unless it is the newcomer's own.
local function overtaken(document, field)
  local before = waitersBefore(settled(document), field)
  if not isBehind(before, field, me) then
    return nil
  end
  local blocking = obstacle(standing(document), before[1].field, before[1])
  return blocking and excludes(blocking, me) and blocking or nil
end

local found, conflict = {}, nil
for index = 19, #ARGV, 3 do
  local document, field = ARGV[index], ARGV[index + 1]
  settled(document)
  local mine, other = look(document, field)
  other = other or not mine and overtaken(document, field) or nil
  if other and (not conflict or other.fence < conflict.fence) then
    conflict = other
  end
  found[index] = mine
end

-- The place of who waits; 0 when the line is full.
local function place(document, field, about)
  local line = settled(document)
  local waiter = cjson.encode({
    owner = me.owner, session = me.session, field = field, about = about, attendee = attendee})
  for index, other in ipairs(line) do
    if isMyPlace(other, field) then
      redis.call('LSET', ARGV[4] .. document, index - 1, waiter)
      see(attendee)
      return index
    end
  end
  if #line >= maxWaiting then
    return 0
  end
  redis.call('RPUSH', ARGV[4] .. document, waiter)
  redis.call('HINCRBY', KEYS[1], 'waiting', 1)
  depend(attendee, 1)
  see(attendee)
  return #line + 1
end

if conflict then
  return {'refused', maxWaiting > 0 and place(ARGV[19], ARGV[20], ARGV[21]) or 0, conflict.json, news}
end

local function isShownAlike(one, other)
  return one.displayName == other.displayName and one.releaseOnDisconnect == other.releaseOnDisconnect
end

local taken = {}
for index = 19, #ARGV, 3 do
  local document, field, mine = ARGV[index], ARGV[index + 1], found[index]
  for _, waiter in ipairs(settled(document)) do
    if isMyPlace(waiter, field) then
      leave(document, waiter)
    end
  end
  local lock, json = put(document, field, ARGV[index + 2], ttl, warns, mine)
  if not mine then
    local seq = countLockSeq()
    audit('acquired', seq, json)
    taken[#taken + 1] = {'acquired', seq, json}
  elseif isShownAlike(mine, lock) and not showsRenewals then
    taken[#taken + 1] = {'renewed', lockSeq(), json}
  else
    taken[#taken + 1] = {'changed', countLockSeq(), json}
  end
end
return {'taken', taken, now, news}
