/** The {@code stdout} sink: messages as lines on standard output. */
@NullMarked
package io.millrace.daemon.sink.stdout;

import org.jspecify.annotations.NullMarked;
