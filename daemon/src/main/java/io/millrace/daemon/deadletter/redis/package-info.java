/** Dead letters in Redis lists, with what goes wrong put into an operator's words. */
@NullMarked
package io.millrace.daemon.deadletter.redis;

import org.jspecify.annotations.NullMarked;
