package io.millrace.daemon.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.daemon.logging.StatusLine;

/**
 * Shows how far something is: on a terminal in one line that is written over, else a line a second.
 */
final class LiveLine {
  private static final long TERMINAL_NANOS = 200_000_000;
  private static final long OTHERWISE_NANOS = 1_000_000_000;

  private final StatusLine lines;
  private final boolean isTerminal;
  private final long pauseNanos;
  private long dueNanos;

  LiveLine(StatusLine lines, boolean isTerminal) {
    this.lines = lines;
    this.isTerminal = isTerminal;
    pauseNanos = isTerminal ? TERMINAL_NANOS : OTHERWISE_NANOS;
    dueNanos = System.nanoTime() + pauseNanos;
  }

  /** Whether it is time for {@link #show}. */
  boolean isDue() {
    return System.nanoTime() - dueNanos >= 0;
  }

  void show(String text) {
    dueNanos = System.nanoTime() + pauseNanos;
    if (isTerminal) {
      lines.show(text);
    } else {
      say(text);
    }
  }

  /** A line that stays, in place of what was shown. */
  void say(String text) {
    if (isTerminal) {
      lines.show("");
    }
    lines.print((text + "\n").getBytes(UTF_8));
  }
}
