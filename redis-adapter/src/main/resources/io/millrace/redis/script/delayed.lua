#!lua flags=no-writes
-- Shows delayed jobs, the first due first.
--
-- KEYS  1 delayed  2 delayed jobs
-- ARGV  1 how many at most  2 id of the last one shown before, or nothing  3 when that one was due
-- Answers for each job its id, when it is due, and its element.
local first = 0
if ARGV[2] then
  -- Where it is gone, everything before its time has been shown.
  local rank = redis.call('ZRANK', KEYS[1], ARGV[2])
  first = rank and rank + 1 or redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[3])
end
local answer = {}
local found = redis.call('ZRANGE', KEYS[1], first, first + ARGV[1] - 1, 'WITHSCORES')
for i = 1, #found, 2 do
  answer[#answer + 1] = found[i]
  answer[#answer + 1] = tonumber(found[i + 1])
  answer[#answer + 1] = redis.call('HGET', KEYS[2], found[i]) or ''
end
return answer
