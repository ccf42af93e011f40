/** The demonstration's backend that is a Kafka broker. */
@NullMarked
package io.millrace.daemon.demo.kafka;

import org.jspecify.annotations.NullMarked;
