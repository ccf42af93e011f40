/** The {@code http} sink: messages are posted to a URL, one by one or many at once. */
@NullMarked
package io.millrace.daemon.sink.http;

import org.jspecify.annotations.NullMarked;
