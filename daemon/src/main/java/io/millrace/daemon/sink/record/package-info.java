/** How a message is written as a line. */
@NullMarked
package io.millrace.daemon.sink.record;

import org.jspecify.annotations.NullMarked;
