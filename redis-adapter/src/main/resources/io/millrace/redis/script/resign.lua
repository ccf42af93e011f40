#!lua flags=allow-oom
-- The elected mover goes, and wakes another if there is something to move.
--
-- KEYS  1 delayed  2 mover  3 bell of the movers
-- ARGV  1 who goes
-- Answers 1, or 0 if another was elected.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('RPUSH', KEYS[3], '')
  redis.call('PEXPIRE', KEYS[3], 1000)
end
return 1
