-- Takes the ingress lease if it is free, renews it if it is ours.
-- KEYS[1]  the lease
-- ARGV[1]  our token
-- ARGV[2]  TTL in milliseconds
-- returns  1 when the lease is ours now, 0 when it is another one's
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
