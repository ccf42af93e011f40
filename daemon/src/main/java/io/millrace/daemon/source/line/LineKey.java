package io.millrace.daemon.source.line;

import org.jspecify.annotations.Nullable;

/**
 * Finds the key in a line.
 *
 * <p><b>Threads:</b> one; each producer has its own.
 */
interface LineKey {
  /** The key, or null when the line has none: then the message is in no order. */
  @Nullable String of(byte[] buffer, int start, int length);
}
