#!lua flags=allow-oom
-- @include envelope.lua
-- @include order.lua
-- Gives claims of a worker that was declared dead back to the head of the queue. The recovery counts as an attempt:
-- a job that kills its worker must not do so for ever.
--
-- KEYS  1 list  2 head  3 leases  4 claims of the dead worker
-- ARGV  1 the dead worker  2 the end that is popped, LEFT or RIGHT  3... numbers of claims, highest first
-- Answers how many were moved, or -1 if the worker is not dead. A reaper that dies halfway has moved the highest
-- ones; the next one puts the others before them.
local score = redis.call('ZSCORE', KEYS[3], ARGV[1])
if score and score ~= '0' then
  return -1
end
local moved = 0
rejoin(KEYS[1], KEYS[2], ARGV[2])
for i = 3, #ARGV do
  local element = redis.call('HGET', KEYS[4], ARGV[i])
  if element then
    moved = moved + 1
    redis.call(put_before(ARGV[2]), KEYS[1], with_recovery(element))
    redis.call('HDEL', KEYS[4], ARGV[i])
  end
end
if redis.call('EXISTS', KEYS[4]) == 0 then
  redis.call('ZREM', KEYS[3], ARGV[1])
end
return moved
