#!lua flags=allow-oom
-- Finds the workers whose lease is over, and elects who gives back what they had. Their lease is set to 0: from then on it cannot be
-- renewed, so that one worker never has half of its claims reaped and goes on with the other half.
--
-- KEYS  1 leases  2 reaper
-- ARGV  1 who wants to be the reaper  2 for how long, in milliseconds
-- Answers the workers, or false if there are some and another is the reaper.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now), 'LIMIT', 0, 16)
if #dead == 0 then
  return {}
end
local current = redis.call('GET', KEYS[2])
if current and current ~= ARGV[1] then
  return false
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
for _, worker in ipairs(dead) do
  redis.call('ZADD', KEYS[1], 0, worker)
end
return dead
