package io.millrace.queue.push;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes turns by weight, spread out evenly: weights 3 and 1 lead to a, a, b, a rather than a, a, a,
 * b. With equal weights this is round robin.
 *
 * <p><b>Threads:</b> any.
 */
final class SmoothRotation {
  /*
   * Each turn, every candidate gains credit in proportion to its weight, and the one with the most credit is chosen and
   * pays for all. The credits' sum stays the same, so none can run ahead for long. One that is no candidate neither gains
   * nor pays: when it is back it goes on where it was, instead of catching up.
   */
  private final int[] weights;

  /** Guards the credits; a turn is a loop over a handful of numbers, once a push. */
  private final ReentrantLock lock = new ReentrantLock();

  private final long[] credits;

  SmoothRotation(List<Integer> weights) {
    this.weights = weights.stream().mapToInt(Integer::intValue).toArray();
    credits = new long[this.weights.length];
  }

  /**
   * Chooses one.
   *
   * @param candidates at least one
   * @param cost how much the turn counts, at least 1
   */
  int next(BitSet candidates, int cost) {
    lock.lock();
    try {
      int chosen = candidates.nextSetBit(0);
      long total = 0;
      for (int i = chosen; i >= 0; i = candidates.nextSetBit(i + 1)) {
        credits[i] += (long) weights[i] * cost;
        total += (long) weights[i] * cost;
        if (credits[i] > credits[chosen]) {
          chosen = i;
        }
      }
      credits[chosen] -= total;
      return chosen;
    } finally {
      lock.unlock();
    }
  }
}
