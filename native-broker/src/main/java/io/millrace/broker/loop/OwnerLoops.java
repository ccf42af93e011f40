package io.millrace.broker.loop;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The loops of a process. What belongs together is given the same loop for life, by the hash of its
 * name.
 */
public final class OwnerLoops {
  /** What a mailbox may hold before it asks its senders to wait. */
  public static final long DEFAULT_LIMIT_BYTES = 16L << 20;

  private final List<ThreadLoop> loops;

  private OwnerLoops(List<ThreadLoop> loops) {
    this.loops = loops;
  }

  /**
   * Starts the threads {@code <name>-0}, {@code <name>-1} and so on.
   *
   * @param count how many, at least one
   * @param limitBytes the limit of each mailbox
   * @param clockMillis milliseconds since the epoch, read by every loop, once a turn; where it is
   *     set back, the loops' own time goes on
   */
  public static OwnerLoops start(
      String name, int count, long limitBytes, LongSupplier clockMillis) {
    if (count < 1) {
      throw new IllegalArgumentException("number of loops: " + count);
    }
    LongSupplier steadyMillis = new SteadyClock(clockMillis, System::nanoTime);
    OwnerLoops loops =
        new OwnerLoops(
            IntStream.range(0, count)
                .mapToObj(n -> new ThreadLoop(name + "-" + n, limitBytes, steadyMillis))
                .toList());
    loops.loops.forEach(ThreadLoop::start);
    return loops;
  }

  /** The loop of whatever has this name: always the same one. */
  public OwnerLoop loopOf(String owned) {
    return loops.get(Math.floorMod(owned.hashCode(), loops.size()));
  }

  /** All of them, always in the same order. */
  public List<OwnerLoop> all() {
    return List.copyOf(loops);
  }

  /**
   * Stops all under one deadline, see {@link OwnerLoop#stop}.
   *
   * @return whether all threads have ended
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    long endNanos = System.nanoTime() + deadline.toNanos();
    boolean ended = true;
    for (ThreadLoop loop : loops) {
      ended &= loop.stop(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
    }
    return ended;
  }
}
