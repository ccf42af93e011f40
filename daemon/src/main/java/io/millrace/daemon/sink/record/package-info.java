/** What of a message is written, and how: as a line, or no more than its payload. */
@NullMarked
package io.millrace.daemon.sink.record;

import org.jspecify.annotations.NullMarked;
