/** The {@code memory} source: messages made up, for tests and measurements. */
@NullMarked
package io.millrace.daemon.source.memory;

import org.jspecify.annotations.NullMarked;
