/** The {@code file} sink: appends messages to a file, whole or not at all. */
@NullMarked
package io.millrace.daemon.sink.file;

import org.jspecify.annotations.NullMarked;
