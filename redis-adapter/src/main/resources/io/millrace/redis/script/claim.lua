#!lua flags=allow-oom
-- Takes elements from the head of a queue into the claims of one worker, under a lease.
--
-- KEYS  1 list  2 head  3 leases  4 claims of the worker  5 paused
-- ARGV  1 worker  2 the end that is popped, LEFT or RIGHT  3 how many at most  4 bytes upon which to stop
--       5 number of the first claim  6 lease in milliseconds  7 '1' if the queue has one reader at a time
--       8 '1' if the worker believes that it has claims  9... other names of the same worker
-- Answers status, server time in microseconds, elements...
--       OK, EMPTY, PAUSED, HELD (another worker reads this ordered queue), LOST (this worker was declared dead, or is known no more)
--
-- The lease is there before the first element is taken, and each chunk is among the claims before the next is popped,
-- so an error in the middle leaves nothing in neither place. Runs with memory full, as a full Redis must be emptied.
local worker, pop = ARGV[1], ARGV[2] == 'LEFT' and 'LPOP' or 'RPOP'
local limit, bytes, number = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local ordered = ARGV[7] == '1'
local clock = redis.call('TIME')
local micros = string.format('%d%06d', clock[1], clock[2])
local score = redis.call('ZSCORE', KEYS[3], worker)
if score == '0' or (not score and ARGV[8] == '1') then
  return {'LOST', micros}
end
if ordered then
  local own = score and 1 or 0
  for i = 9, #ARGV do
    own = own + (redis.call('ZSCORE', KEYS[3], ARGV[i]) and 1 or 0)
  end
  if redis.call('ZCARD', KEYS[3]) > own then
    return {'HELD', micros}
  end
end

local ends = string.format('%d', clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[6])
local leased = false
local function lease()
  if not leased then
    leased = true
    redis.call('ZADD', KEYS[3], ends, worker)
  end
end

-- The reader of an ordered queue stays its reader while there is nothing to read.
if ordered then
  lease()
end
if redis.call('EXISTS', KEYS[5]) == 1 then
  return {'PAUSED', micros}
end

local answer, count, taken = {'EMPTY', micros}, 0, 1
for source = 2, 1, -1 do
  while limit > 0 and bytes > 0 and redis.call('EXISTS', KEYS[source]) == 1 do
    lease()
    -- One element to learn how large they are, then no more than should fit; and no more than suits Lua's stack.
    local chunk = count == 0 and 1 or math.min(limit, 50, math.floor(bytes * count / taken) + 1)
    local popped = redis.pcall(pop, KEYS[source], chunk)
    if popped.err then
      if count > 0 then
        return answer
      end
      if not ordered and not score then
        redis.call('ZREM', KEYS[3], worker)
      end
      return popped
    end
    local fields = {}
    for i, element in ipairs(popped) do
      count = count + 1
      answer[count + 2] = element
      bytes = bytes - #element
      taken = taken + #element
      fields[2 * i - 1] = string.format('%d', number)
      fields[2 * i] = element
      number = number + 1
    end
    redis.call('HSET', KEYS[4], unpack(fields))
    limit = limit - #popped
    answer[1] = 'OK'
  end
end
return answer
