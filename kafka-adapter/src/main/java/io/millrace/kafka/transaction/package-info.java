/** Consuming, processing and producing as one step, within Kafka. */
@NullMarked
package io.millrace.kafka.transaction;

import org.jspecify.annotations.NullMarked;
