/** How many delayed jobs a Redis list holds, and how late they are. */
@NullMarked
package io.millrace.bench.redis.delay;

import org.jspecify.annotations.NullMarked;
