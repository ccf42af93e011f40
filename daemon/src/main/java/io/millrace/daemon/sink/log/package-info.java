/** The {@code log} sink: a log line for each message. */
@NullMarked
package io.millrace.daemon.sink.log;

import org.jspecify.annotations.NullMarked;
