-- Gives the ingress lease back if it is ours.
-- KEYS[1]  the lease
-- ARGV[1]  our token
-- returns  1 when it was ours, 0 otherwise
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
