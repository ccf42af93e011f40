/** Kafka topics as a source and a sink of the queue. */
@NullMarked
package io.millrace.kafka;

import org.jspecify.annotations.NullMarked;
