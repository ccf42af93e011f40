/** The {@code drop} sink: takes everything and keeps nothing. */
@NullMarked
package io.millrace.daemon.sink.drop;

import org.jspecify.annotations.NullMarked;
