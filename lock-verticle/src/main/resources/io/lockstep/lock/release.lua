-- Gives a lock back, if it is the owner who asks, and his place in the line for it.
--
-- KEYS, ARGV[1..9]  as in locks.lua
-- ARGV[10]   document, encoded       ARGV[11]  field, encoded, or *
-- ARGV[12]  who asks                ARGV[13]  his session, or empty
-- ARGV[14]  the attendee that he is when he waits
--
-- Replies {'released' or 'absent' or 'refused', 1 if he waited and does no longer else 0, lock in the way or '', {news}}.

local document, field = ARGV[10], ARGV[11]

local stoppedWaiting = false
for _, waiter in ipairs(waiters(document)) do
  if waiter.field == field and waiter.attendee == ARGV[14] then
    leave(document, waiter)
    stoppedWaiting = true
  end
end

local word, refusedBy = 'absent', ''
local lock = find(document, field)
if lock and isDue(lock) then
  finishDue({lock})
elseif lock and lock.owner == ARGV[12] and (not lock.session or lock.session == ARGV[13]) then
  finish(lock, 'released')
  word = 'released'
elseif lock and not stoppedWaiting then
  word, refusedBy = 'refused', lock.json
end

if isQueued(document) then
  settle(document)
end
return {word, stoppedWaiting and 1 or 0, refusedBy, news}
