/** Jobs that wait for their time, and who moves them when it has come. */
@NullMarked
package io.millrace.redis.delay;

import org.jspecify.annotations.NullMarked;
