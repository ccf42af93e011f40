/** A topic of dead letters, and how operators get them out of it. */
@NullMarked
package io.millrace.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
