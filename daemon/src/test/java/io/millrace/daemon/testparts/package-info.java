/** A source, a sink and a handler that configurations of tests can name. */
@NullMarked
package io.millrace.daemon.testparts;

import org.jspecify.annotations.NullMarked;
