#!lua flags=allow-oom
-- @include order.lua
-- Puts elements that a waiting worker was given, and has no use for, back to the head of the list.
--
-- KEYS  1 list  2 head
-- ARGV  1 the end that is popped, LEFT or RIGHT
rejoin(KEYS[1], KEYS[2], ARGV[1])
return 1
