/** Posting messages to a URL, for the {@code http} handler and the {@code http} sink. */
@NullMarked
package io.millrace.daemon.http;

import org.jspecify.annotations.NullMarked;
