#!lua flags=allow-oom
-- Forgets a delayed job.
--
-- KEYS  1 delayed  2 delayed jobs
-- ARGV  1 its id
-- Answers 1, or 0 if there was none: it may be in the queue by now.
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('ZREM', KEYS[1], ARGV[1])
