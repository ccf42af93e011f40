/** What sinks have in common. */
@NullMarked
package io.millrace.daemon.sink;

import org.jspecify.annotations.NullMarked;
