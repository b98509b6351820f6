-- Gives a lock back, if it is the owner who asks, and his place in the line for it.
--
-- KEYS, ARGV[1..11]  as in locks.lua
-- ARGV[12]   document, encoded       ARGV[13]  field, encoded, or *
-- ARGV[14]  who asks                ARGV[15]  his session, or empty
-- ARGV[16]  the attendee that he is when he waits
--
-- Replies {'released' or 'absent' or 'refused', 1 if he waited and does no longer else 0, lock in the way or '', {news}}.

local document, field = ARGV[12], ARGV[13]

local stoppedWaiting = false
for _, waiter in ipairs(waiters(document)) do
  if waiter.field == field and waiter.attendee == ARGV[16] then
    leave(document, waiter)
    stoppedWaiting = true
  end
end

local word, refusedBy = 'absent', ''
local lock = find(document, field)
if lock and isDue(lock) then
  finishDue({lock})
elseif lock and lock.owner == ARGV[14] and (not lock.session or lock.session == ARGV[15]) then
  finish(lock, 'released')
  word = 'released'
elseif lock and not stoppedWaiting then
  word, refusedBy = 'refused', lock.json
end

if isQueued(document) then
  settle(document)
end
return {word, stoppedWaiting and 1 or 0, refusedBy, news}
