/** Brokers that speak AMQP 0-9-1, as whoever takes them for the first time starts them. */
@NullMarked
package io.millrace.bench.amqp.server;

import org.jspecify.annotations.NullMarked;
