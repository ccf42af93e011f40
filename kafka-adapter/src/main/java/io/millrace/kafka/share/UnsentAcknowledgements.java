package io.millrace.kafka.share;

import java.time.Duration;

/** Acknowledgements that the client has and the broker has not. Belongs to the poll thread. */
final class UnsentAcknowledgements {
  private final long longestNanos;
  private final int most;
  private int count;
  private long sinceNanos;

  /**
   * @param longest how long one waits at most
   * @param most how many wait at most
   */
  UnsentAcknowledgements(Duration longest, int most) {
    this.longestNanos = longest.toNanos();
    this.most = most;
  }

  void add() {
    if (count++ == 0) {
      sinceNanos = System.nanoTime();
    }
  }

  /** Whether they are to be sent now, without waiting for a poll. */
  boolean areDue(long nowNanos) {
    return count >= most || (count > 0 && nowNanos - sinceNanos >= longestNanos);
  }

  void sent() {
    count = 0;
  }
}
