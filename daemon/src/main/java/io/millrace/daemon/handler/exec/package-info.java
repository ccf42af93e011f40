/** The {@code exec} handler: a child process for each worker, asked line by line. */
@NullMarked
package io.millrace.daemon.handler.exec;

import org.jspecify.annotations.NullMarked;
