/** Waiting for elements without asking for them. */
@NullMarked
package io.millrace.redis.idle;

import org.jspecify.annotations.NullMarked;
