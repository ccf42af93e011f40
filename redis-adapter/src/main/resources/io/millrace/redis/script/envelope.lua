-- The part of docs/storage-format.md, "Redis envelope", that a script needs: the attempt stands at a fixed place.
local MAGIC = '\255MR1'

local function is_envelope(element)
  return #element >= 10 and string.sub(element, 1, 4) == MAGIC
end

local function attempt_of(element)
  if is_envelope(element) then
    return (struct.unpack('>I2', element, 5))
  end
  return 1
end

local function with_attempt(element, attempt)
  attempt = math.max(1, math.min(attempt, 65535))
  if is_envelope(element) then
    return string.sub(element, 1, 4) .. struct.pack('>I2', attempt) .. string.sub(element, 7)
  end
  if attempt == 1 then
    return element
  end
  return MAGIC .. struct.pack('>I2I4', attempt, 0) .. element
end
