/** Ownership of state by a thread: a loop with a bounded mailbox, a clock and timers. */
@NullMarked
package io.millrace.broker.loop;

import org.jspecify.annotations.NullMarked;
