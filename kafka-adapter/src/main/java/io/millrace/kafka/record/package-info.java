/** How keys and headers of Kafka records and those of messages become one another. */
@NullMarked
package io.millrace.kafka.record;

import org.jspecify.annotations.NullMarked;
