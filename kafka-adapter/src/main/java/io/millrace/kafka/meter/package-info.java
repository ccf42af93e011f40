/** What a source reports about its work with Kafka. */
@NullMarked
package io.millrace.kafka.meter;

import org.jspecify.annotations.NullMarked;
