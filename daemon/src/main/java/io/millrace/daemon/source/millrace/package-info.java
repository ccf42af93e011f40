/** The {@code millrace} source: a queue of a broker that speaks the native protocol. */
@NullMarked
package io.millrace.daemon.source.millrace;

import org.jspecify.annotations.NullMarked;
