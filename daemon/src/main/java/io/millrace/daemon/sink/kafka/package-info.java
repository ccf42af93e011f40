/** The {@code kafka} sink: messages and dead letters become records of a topic. */
@NullMarked
package io.millrace.daemon.sink.kafka;

import org.jspecify.annotations.NullMarked;
