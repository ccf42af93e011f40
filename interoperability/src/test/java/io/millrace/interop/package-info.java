/** Other people's AMQP clients against the broker, and the broker against RabbitMQ. */
@NullMarked
package io.millrace.interop;

import org.jspecify.annotations.NullMarked;
