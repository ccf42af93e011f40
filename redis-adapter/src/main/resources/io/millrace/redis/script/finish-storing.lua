#!lua flags=allow-oom
-- Forgets claims that are finished and stores what came of their messages, in one step. Also of a claim that was
-- lost: what came of it came of it.
--
-- KEYS  1 leases  2 claims of the worker  3... for each claim where its outcome is stored
-- ARGV  1 worker  2 '1' if the queue has one reader at a time
--       3... for each claim its number, for how many milliseconds the outcome is kept, the outcome
-- Answers how many claims were still this worker's; the others it had lost.
local removed = 0
for i = 3, #KEYS do
  local at = 3 * i - 6
  removed = removed + redis.call('HDEL', KEYS[2], ARGV[at])
  redis.call('SET', KEYS[i], ARGV[at + 2], 'PX', ARGV[at + 1], 'NX')
end
if ARGV[2] ~= '1' and redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return removed
