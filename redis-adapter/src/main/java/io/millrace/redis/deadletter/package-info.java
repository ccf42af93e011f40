/** Dead letters in a list: looked at, sent back, dropped. */
@NullMarked
package io.millrace.redis.deadletter;

import org.jspecify.annotations.NullMarked;
