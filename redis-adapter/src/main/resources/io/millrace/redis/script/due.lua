#!lua flags=allow-oom
-- Moves delayed jobs whose time has come to the tail of the queue, as if they were pushed now.
--
-- KEYS  1 list  2 delayed  3 delayed jobs
-- ARGV  1 the end that is popped, LEFT or RIGHT  2 how many at most
-- Answers how many were moved, and in how many milliseconds the next is due, -1 if there is none.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%d', now), 'LIMIT', 0, ARGV[2])
if #due > 0 then
  local jobs = redis.call('HMGET', KEYS[3], unpack(due))
  for _, job in ipairs(jobs) do
    if job then
      redis.call(ARGV[1] == 'LEFT' and 'RPUSH' or 'LPUSH', KEYS[1], job)
    end
  end
  redis.call('ZREM', KEYS[2], unpack(due))
  redis.call('HDEL', KEYS[3], unpack(due))
end
local next = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
return {#due, next[2] and math.max(0, tonumber(next[2]) - now) or -1}
