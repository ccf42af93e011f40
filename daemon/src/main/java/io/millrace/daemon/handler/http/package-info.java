/**
 * The {@code http} handler: each message is posted to a URL, and the answer decides what becomes of
 * it.
 */
@NullMarked
package io.millrace.daemon.handler.http;

import org.jspecify.annotations.NullMarked;
