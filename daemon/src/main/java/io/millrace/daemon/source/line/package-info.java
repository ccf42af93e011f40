/** Cuts streams of bytes into lines and makes messages of them. */
@NullMarked
package io.millrace.daemon.source.line;

import org.jspecify.annotations.NullMarked;
