/** Dead letters in queues of AMQP brokers: looked at, sent back, dropped. */
@NullMarked
package io.millrace.amqp.deadletter;

import org.jspecify.annotations.NullMarked;
