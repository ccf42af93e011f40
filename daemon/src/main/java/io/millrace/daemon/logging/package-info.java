/** What a line of log looks like and where it goes. */
@NullMarked
package io.millrace.daemon.logging;

import org.jspecify.annotations.NullMarked;
