package io.millrace.queue.engine;

import java.util.concurrent.atomic.AtomicLong;

/** A sum that one thread adds to, without the cost of a fence, and any thread reads. */
final class OwnedCounter {
  private final AtomicLong value = new AtomicLong();

  /** Only the owner. */
  void add(long amount) {
    value.setRelease(value.getPlain() + amount);
  }

  long sum() {
    return value.getAcquire();
  }
}
