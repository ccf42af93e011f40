/** Where a broker is that speaks the native protocol, for sources and sinks of its queues. */
@NullMarked
package io.millrace.daemon.millrace;

import org.jspecify.annotations.NullMarked;
