#!lua flags=allow-oom
-- Moves delayed jobs whose time has come to the tail of the queue, as if they were pushed now, in the order of their time. One of
-- all movers is elected to do so; it is whoever was woken last, or asks when nobody else has for its term.
--
-- KEYS  1 list  2 delayed  3 delayed jobs  4 mover  5 bell of the movers
-- ARGV  1 the end that is popped, LEFT or RIGHT  2 how many at most  3 who asks  4 for how long it is elected, in milliseconds
--       5 '1' if the bell woke it
-- Answers how many were moved, and in how many milliseconds to ask again, -1 if nothing is to be done; 1 if elected.
local current = redis.call('GET', KEYS[4])
if redis.call('EXISTS', KEYS[2]) == 0 then
  if current == ARGV[3] then
    redis.call('DEL', KEYS[4])
  end
  return {0, -1, 0}
end
if current and current ~= ARGV[3] and ARGV[5] ~= '1' then
  return {0, redis.call('PTTL', KEYS[4]) + 1, 0}
end
redis.call('SET', KEYS[4], ARGV[3], 'PX', ARGV[4])
redis.call('DEL', KEYS[5])

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%d', now), 'LIMIT', 0, ARGV[2])
if #due > 0 then
  local elements = {}
  for _, element in ipairs(redis.call('HMGET', KEYS[3], unpack(due))) do
    -- Without an element: of an id that somebody else has put there.
    elements[#elements + 1] = element or nil
  end
  if #elements > 0 then
    redis.call(ARGV[1] == 'LEFT' and 'RPUSH' or 'LPUSH', KEYS[1], unpack(elements))
  end
  redis.call('ZREM', KEYS[2], unpack(due))
  redis.call('HDEL', KEYS[3], unpack(due))
end
local next = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
return {#due, next and math.max(0, tonumber(next) - now) or -1, 1}
