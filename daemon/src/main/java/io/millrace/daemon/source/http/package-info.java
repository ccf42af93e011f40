/** The {@code http} source: messages that are posted to a listener of its own. */
@NullMarked
package io.millrace.daemon.source.http;

import org.jspecify.annotations.NullMarked;
