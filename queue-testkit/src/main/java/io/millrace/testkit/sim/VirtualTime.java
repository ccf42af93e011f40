package io.millrace.testkit.sim;

import io.millrace.queue.engine.EngineTime;
import java.util.concurrent.TimeUnit;

/** A clock that stands still until it is told to move on. Not safe for several threads. */
final class VirtualTime implements EngineTime {
  /** 1 January 2026, so that dates in a trace look like dates. */
  private static final long EPOCH_MILLIS = 1_767_225_600_000L;

  private long nanos;

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long currentTimeMillis() {
    return EPOCH_MILLIS + TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  void advance(long byNanos) {
    nanos += byNanos;
  }
}
