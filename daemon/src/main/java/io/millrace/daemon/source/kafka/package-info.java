/**
 * The {@code kafka} source: topics of a Kafka cluster, read by a consumer group or a share group.
 */
@NullMarked
package io.millrace.daemon.source.kafka;

import org.jspecify.annotations.NullMarked;
