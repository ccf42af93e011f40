/** How to reach a Kafka cluster, as the configuration says it. */
@NullMarked
package io.millrace.daemon.kafka;

import org.jspecify.annotations.NullMarked;
