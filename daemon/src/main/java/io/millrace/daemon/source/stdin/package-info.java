/** The {@code stdin} source: the lines of standard input. */
@NullMarked
package io.millrace.daemon.source.stdin;

import org.jspecify.annotations.NullMarked;
