package io.millrace.queue.channel;

/**
 * How many messages one thread takes at once: as many as it handles within a budget of time, learnt
 * from its own batches.
 *
 * <p>Taking many makes a hand-over cheap, but what one thread holds no other can handle meanwhile.
 * So a thread whose messages take a millisecond takes one at a time, and one whose messages take
 * nothing takes all it may. It begins with one, at most doubles from batch to batch, and falls at
 * once when a batch took longer than the budget.
 *
 * <p><b>Threads:</b> belongs to one thread.
 */
public final class TakeSize {
  private final int most;
  private final long budgetNanos;
  private int next = 1;

  /**
   * @param most the largest batch
   * @param budgetNanos how long a batch may take
   */
  public TakeSize(int most, long budgetNanos) {
    if (most < 1 || budgetNanos < 1) {
      throw new IllegalArgumentException(
          "most and budgetNanos must be at least 1: " + most + ", " + budgetNanos);
    }
    this.most = most;
    this.budgetNanos = budgetNanos;
  }

  /** How many to take next; at least 1. */
  public int next() {
    return next;
  }

  /** Learns that a batch of {@code count} messages took this long. */
  public void took(int count, long nanos) {
    if (count < 1) {
      return;
    }
    long affordable =
        nanos <= 0 ? most : Math.max(1, (long) ((double) budgetNanos * count / nanos));
    next = (int) Math.min(Math.min(affordable, next * 2L), most);
  }
}
