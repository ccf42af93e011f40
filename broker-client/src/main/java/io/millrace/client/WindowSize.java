package io.millrace.client;

/**
 * How much one publisher has under way at most.
 *
 * @param messages that are not answered
 * @param bytes of their bodies; one message always fits
 */
record WindowSize(int messages, long bytes) {
  /** Below what the broker takes of one connection before it stops reading. */
  static final WindowSize DEFAULT = new WindowSize(8_192, 4 << 20);

  WindowSize {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "a window of %d messages and %d bytes lets nothing through".formatted(messages, bytes));
    }
  }
}
