#!lua flags=allow-oom
-- @include order.lua
-- A worker that has settled everything goes: its lease ends, and what it had moved to the side is put back.
--
-- KEYS  1 list  2 head  3 leases  4 claims of the worker
-- ARGV  1 worker  2 the end that is popped, LEFT or RIGHT
-- Answers 1, or 0 if it has claims left, which then wait for the end of its lease.
rejoin(KEYS[1], KEYS[2], ARGV[2])
if redis.call('EXISTS', KEYS[4]) == 1 then
  return 0
end
redis.call('ZREM', KEYS[3], ARGV[1])
return 1
