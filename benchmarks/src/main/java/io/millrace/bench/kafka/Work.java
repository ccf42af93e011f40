package io.millrace.bench.kafka;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a handler does with a record: nothing, or block.
 *
 * @param time zero for nothing
 */
record Work(Duration time) {
  static Work parse(String text) {
    return switch (text) {
      case "no-op" -> new Work(Duration.ZERO);
      case "1ms" -> new Work(Duration.ofMillis(1));
      case "10ms" -> new Work(Duration.ofMillis(10));
      default ->
          throw new IllegalArgumentException(
              "no such handler: " + text + "; there are no-op, 1ms, 10ms");
    };
  }

  boolean blocks() {
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
