#!lua flags=allow-oom
-- @include envelope.lua
-- @include order.lua
-- @include delay.lua
-- Gives claims back: to the head of the queue, in their order, or to the delayed ones.
--
-- KEYS  1 list  2 head  3 leases  4 claims of the worker  5 delayed  6 delayed jobs  7 bell of the movers
-- ARGV  1 worker  2 the end that is popped, LEFT or RIGHT  3 '1' if the queue has one reader at a time
--       4... for each claim, lowest first: its number, the attempt to come (0 as it was), the delay in milliseconds
-- Answers how many of them were still this worker's; the others it had lost.
local moved = 0
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local before = first_due(KEYS[5])
rejoin(KEYS[1], KEYS[2], ARGV[2])
for i = #ARGV - 2, 4, -3 do
  local element = redis.call('HGET', KEYS[4], ARGV[i])
  if element then
    moved = moved + 1
    local attempt, delay = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
    local again = attempt == 0 and element or with_attempt(element, attempt)
    if delay > 0 then
      local id = ARGV[1] .. '/' .. ARGV[i]
      delay_job(KEYS[5], KEYS[6], id, now + delay, again)
    else
      redis.call(put_before(ARGV[2]), KEYS[1], again)
    end
    redis.call('HDEL', KEYS[4], ARGV[i])
  end
end
ring_if_sooner(KEYS[5], KEYS[7], before, now)
if ARGV[3] ~= '1' and redis.call('EXISTS', KEYS[4]) == 0 then
  redis.call('ZREM', KEYS[3], ARGV[1])
end
return moved
