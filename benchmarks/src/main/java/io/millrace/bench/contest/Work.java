package io.millrace.bench.contest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a handler does with a message: nothing, or block.
 *
 * @param time zero for nothing
 */
public record Work(Duration time) {
  /** A handler that does nothing. */
  public static final Work NONE = new Work(Duration.ZERO);

  public static Work parse(String text) {
    return switch (text) {
      case "no-op" -> NONE;
      case "1ms" -> new Work(Duration.ofMillis(1));
      case "10ms" -> new Work(Duration.ofMillis(10));
      default ->
          throw new IllegalArgumentException(
              "no such handler: " + text + "; there are no-op, 1ms, 10ms");
    };
  }

  public boolean blocks() {
    return !time.isZero();
  }

  void run() {
    if (!blocks()) {
      return;
    }
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public String toString() {
    return blocks() ? time.toMillis() + "ms" : "no-op";
  }
}
