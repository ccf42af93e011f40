/** Batches of elements on their way to a list. */
@NullMarked
package io.millrace.redis.push;

import org.jspecify.annotations.NullMarked;
