/** The {@code redis} sink: messages and dead letters become elements of a list. */
@NullMarked
package io.millrace.daemon.sink.redis;

import org.jspecify.annotations.NullMarked;
