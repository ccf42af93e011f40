/** The {@code millrace} command line. */
@NullMarked
package io.millrace.daemon.cli;

import org.jspecify.annotations.NullMarked;
