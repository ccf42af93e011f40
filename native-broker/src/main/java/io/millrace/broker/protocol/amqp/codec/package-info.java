/**
 * The bytes of AMQP 0-9-1: frames, methods, content headers and field tables.
 *
 * <p>The methods are written by the build from {@code src/main/amqp/amqp-0-9-1.json}. "Section"
 * means one of the specification, version 0-9-1; where RabbitMQ and its clients do otherwise, so
 * does this package, and says so.
 */
@NullMarked
package io.millrace.broker.protocol.amqp.codec;

import org.jspecify.annotations.NullMarked;
