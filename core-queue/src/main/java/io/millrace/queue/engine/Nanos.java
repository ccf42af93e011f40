package io.millrace.queue.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as a clock's nanoseconds, which can be added to its time without overflow. */
final class Nanos {
  /** 73 years. */
  private static final long FOREVER = Long.MAX_VALUE / 4;

  private Nanos() {}

  /** Its nanoseconds; those of a duration beyond all use are cut. */
  static long of(Duration duration) {
    return Math.max(-FOREVER, Math.min(FOREVER, TimeUnit.NANOSECONDS.convert(duration)));
  }
}
