#!lua flags=allow-oom
-- Gives claims without a lease a lease, so that they are reaped when it ends, unless their worker renews it. No script leaves such claims,
-- but a restored or repaired data set may have them.
--
-- KEYS  1 leases  2 claims of the worker
-- ARGV  1 the worker  2 lease in milliseconds
-- Answers how many claims had none.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
local claims = redis.call('HLEN', KEYS[2])
if claims > 0 then
  local clock = redis.call('TIME')
  local ends = clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2]
  redis.call('ZADD', KEYS[1], string.format('%d', ends), ARGV[1])
end
return claims
