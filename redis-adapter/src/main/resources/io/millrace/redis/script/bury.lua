#!lua flags=allow-oom
-- Takes a claim that cannot become a message to the dead letters, in one step.
--
-- KEYS  1 leases  2 claims of the worker  3 dead
-- ARGV  1 worker  2 '1' if the queue has one reader at a time  3 number of the claim  4 the letter
-- Answers 1, or 0 if the claim was no longer this worker's.
if redis.call('HDEL', KEYS[2], ARGV[3]) == 0 then
  return 0
end
redis.call('RPUSH', KEYS[3], ARGV[4])
if ARGV[2] ~= '1' and redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1
