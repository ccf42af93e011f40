/** The {@code amqp} sink: messages and dead letters are published to any AMQP 0-9-1 broker. */
@NullMarked
package io.millrace.daemon.sink.amqp;

import org.jspecify.annotations.NullMarked;
