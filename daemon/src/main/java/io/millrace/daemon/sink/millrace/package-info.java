/** The {@code millrace} sink: messages and dead letters are published to a queue of a broker. */
@NullMarked
package io.millrace.daemon.sink.millrace;

import org.jspecify.annotations.NullMarked;
