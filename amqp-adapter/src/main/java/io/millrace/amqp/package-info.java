/** Queues and exchanges of any AMQP 0-9-1 broker as source and sink of the engine. */
@NullMarked
package io.millrace.amqp;

import org.jspecify.annotations.NullMarked;
