#!lua
-- @include delay.lua
-- Delays jobs. Refused when memory is full, as every push.
--
-- KEYS  1 delayed  2 delayed jobs  3 bell of the movers
-- ARGV  for each job: its id, 'in' or 'at', milliseconds (from now, or since the epoch), element
-- Answers for each job when it is due, and 1, or 0 if one of this id was there already, which stays as it was.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local before = first_due(KEYS[1])
local answer = {}
for i = 1, #ARGV, 4 do
  local id = ARGV[i]
  local due = tonumber(redis.call('ZSCORE', KEYS[1], id) or nil)
  local is_new = not due
  if is_new then
    due = tonumber(ARGV[i + 2]) + (ARGV[i + 1] == 'in' and now or 0)
    delay_job(KEYS[1], KEYS[2], id, due, ARGV[i + 3])
  end
  answer[#answer + 1] = due
  answer[#answer + 1] = is_new and 1 or 0
end
ring_if_sooner(KEYS[1], KEYS[3], before, now)
return answer
