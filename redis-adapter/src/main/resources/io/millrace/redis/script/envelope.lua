-- The part of docs/storage-format.md, "Redis envelope", that a script needs: the attempt stands at a fixed place.
local MAGIC = '\255MR1'
local RECOVERIES = '\5' .. struct.pack('>I4', 2)

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

-- Counts the death of a worker: as an attempt, and in a field that stands before all others.
local function with_recovery(element)
  local again = with_attempt(element, attempt_of(element) + 1)
  local fields = struct.unpack('>I4', again, 7)
  if fields >= 7 and #again >= 17 and string.sub(again, 11, 15) == RECOVERIES then
    local count = struct.unpack('>I2', again, 16)
    return string.sub(again, 1, 15) .. struct.pack('>I2', math.min(count + 1, 65535)) .. string.sub(again, 18)
  end
  return string.sub(again, 1, 6) .. struct.pack('>I4', fields + 7) .. RECOVERIES .. struct.pack('>I2', 1)
    .. string.sub(again, 11)
end
