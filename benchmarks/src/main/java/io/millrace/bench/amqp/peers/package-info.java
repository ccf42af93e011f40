/** Brokers that speak AMQP 0-9-1 side by side, under the same loads. */
@NullMarked
package io.millrace.bench.amqp.peers;

import org.jspecify.annotations.NullMarked;
