/** Where an AMQP broker is, and what is declared there, for sources and sinks of its queues. */
@NullMarked
package io.millrace.daemon.amqp;

import org.jspecify.annotations.NullMarked;
