/** When a message is tried again. */
@NullMarked
package io.millrace.queue.retry;

import org.jspecify.annotations.NullMarked;
