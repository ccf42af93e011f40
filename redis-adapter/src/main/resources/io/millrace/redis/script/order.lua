-- Both ends of a queue: which commands take from its head, and which put something before it.
local function put_before(side)
  return side == 'LEFT' and 'LPUSH' or 'RPUSH'
end

-- Puts what waiting workers moved to the side back in its place, the list's head.
local function rejoin(list, head, side)
  while redis.call('EXISTS', head) == 1 do
    if side == 'LEFT' then
      redis.call('LMOVE', head, list, 'RIGHT', 'LEFT')
    else
      redis.call('LMOVE', head, list, 'LEFT', 'RIGHT')
    end
  end
end
