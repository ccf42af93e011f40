/** The bounded hand-over between producing and consuming threads. */
@NullMarked
package io.millrace.queue.channel;

import org.jspecify.annotations.NullMarked;
