/** A consumer on a channel: deliveries, prefetch and settlements. */
@NullMarked
package io.millrace.amqp.consume;

import org.jspecify.annotations.NullMarked;
