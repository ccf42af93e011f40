/** Executors that gather tasks and run them together, later, or less often. */
@NullMarked
package io.millrace.queue.executor;

import org.jspecify.annotations.NullMarked;
