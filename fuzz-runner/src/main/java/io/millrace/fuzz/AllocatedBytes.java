package io.millrace.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what a thread takes from the heap: a decoder that believes a length shows in it. */
public final class AllocatedBytes {
  /** The first run may load classes. */
  private static final int MOST_TRIES = 3;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long FIXED_BYTES = 64 << 10;

  /** A byte may become a value in a list; and what guides a search takes memory as well. */
  private static final long BYTES_EACH = 1 << 10;

  private AllocatedBytes() {}

  /** How much is due for an input whose lengths are not believed. */
  public static long due(byte[] input) {
    return FIXED_BYTES + BYTES_EACH * input.length;
  }

  /**
   * Runs the task, once or a few times. What it throws is thrown on.
   *
   * @throws AssertionError if it takes more each time, also if it throws
   */
  public static void atMost(long bytes, Runnable task) {
    long least = Long.MAX_VALUE;
    RuntimeException thrown = null;
    for (int tries = 0; tries < MOST_TRIES && least > bytes; tries++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        task.run();
      } catch (RuntimeException refusal) {
        thrown = refusal;
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    if (least > bytes) {
      throw new AssertionError("took %d bytes, at most %d are due".formatted(least, bytes), thrown);
    }
    if (thrown != null) {
      throw thrown;
    }
  }
}
