-- Delayed jobs: an id in a sorted set, by when it is due, and its element in a hash.
local function delay_job(delayed, jobs, id, due, element)
  redis.call('HSET', jobs, id, element)
  redis.call('ZADD', delayed, string.format('%d', due), id)
end

-- When the first one is due; nil if there is none.
local function first_due(delayed)
  local score = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
  return score and tonumber(score)
end

-- Wakes a mover if the first one is now due before the first one was, and before the mover looks again by itself.
local function ring_if_sooner(delayed, bell, before, now)
  local first = first_due(delayed)
  if first and first < now + 1100 and (not before or first < before) and redis.call('EXISTS', bell) == 0 then
    redis.call('RPUSH', bell, '')
    redis.call('PEXPIRE', bell, 1000)
  end
end
