/** Membership in Kafka share groups: who holds which records, and for how long. */
@NullMarked
package io.millrace.kafka.share;

import org.jspecify.annotations.NullMarked;
