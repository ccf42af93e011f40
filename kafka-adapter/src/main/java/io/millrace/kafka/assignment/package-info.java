/** The partitions a consumer has been given, and how far each is done and committed. */
@NullMarked
package io.millrace.kafka.assignment;

import org.jspecify.annotations.NullMarked;
