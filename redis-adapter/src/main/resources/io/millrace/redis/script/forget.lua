#!lua flags=allow-oom
-- Forgets elements of a list, wherever they are by now, each once.
--
-- KEYS  1 list
-- ARGV  1 an element that nobody else writes  2... for each its place as it was last seen, and the element
-- Answers how many were there.
--
-- Each is overwritten in its place, so that the list is searched once for all of them.
local found = 0
for i = 2, #ARGV, 2 do
  local place = tonumber(ARGV[i])
  if redis.call('LINDEX', KEYS[1], place) ~= ARGV[i + 1] then
    place = redis.call('LPOS', KEYS[1], ARGV[i + 1])
  end
  if place then
    redis.call('LSET', KEYS[1], place, ARGV[1])
    found = found + 1
  end
end
if found > 0 then
  redis.call('LREM', KEYS[1], 0, ARGV[1])
end
return found
