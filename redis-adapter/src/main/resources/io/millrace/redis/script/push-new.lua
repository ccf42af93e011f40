#!lua
-- Pushes elements, but for those whose id was pushed within the window before. Refused when memory is full, as every
-- push.
--
-- KEYS  1 list  2... for each element the key that remembers its id, or the list if it has none
-- ARGV  1 the end that is pushed, LEFT or RIGHT  2 the window in milliseconds  3... elements
-- Answers how many were pushed.
--
-- An id is remembered after its element is in the list: an error in between must not make a message seem pushed.
local push = ARGV[1] == 'LEFT' and 'LPUSH' or 'RPUSH'
local pushed = 0
for i = 2, #KEYS do
  local has_id = KEYS[i] ~= KEYS[1]
  if not has_id or redis.call('EXISTS', KEYS[i]) == 0 then
    redis.call(push, KEYS[1], ARGV[i + 1])
    pushed = pushed + 1
    if has_id then
      redis.call('SET', KEYS[i], '', 'PX', ARGV[2])
    end
  end
end
return pushed
