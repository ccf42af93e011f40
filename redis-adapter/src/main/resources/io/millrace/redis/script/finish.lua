#!lua flags=allow-oom
-- Forgets claims that are finished.
--
-- KEYS  1 leases  2 claims of the worker
-- ARGV  1 worker  2 '1' if the queue has one reader at a time  3... numbers of the claims
-- Answers how many of them were still this worker's; the others it had lost.
local removed = 0
for first = 3, #ARGV, 500 do
  removed = removed + redis.call('HDEL', KEYS[2], unpack(ARGV, first, math.min(first + 499, #ARGV)))
end
if ARGV[2] ~= '1' and redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return removed
