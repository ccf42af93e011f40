#!lua flags=allow-oom
-- Prolongs the lease of a worker, which covers all its claims.
--
-- KEYS  1 leases
-- ARGV  1 worker  2 lease in milliseconds
-- Answers 1, or 0 if it has none any more: its claims are gone or about to go to others.
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or score == '0' then
  return 0
end
local clock = redis.call('TIME')
local ends = clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2]
redis.call('ZADD', KEYS[1], string.format('%d', ends), ARGV[1])
return 1
