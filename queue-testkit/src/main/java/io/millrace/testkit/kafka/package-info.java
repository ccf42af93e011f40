/** A real Kafka broker for tests and demonstrations, without Docker. */
@NullMarked
package io.millrace.testkit.kafka;

import org.jspecify.annotations.NullMarked;
