/** The {@code amqp} source: a queue of any AMQP 0-9-1 broker. */
@NullMarked
package io.millrace.daemon.source.amqp;

import org.jspecify.annotations.NullMarked;
