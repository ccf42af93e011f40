package io.millrace.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What waiting for nothing costs. */
final class Idle {
  private Idle() {}

  /** The part of one core that an empty hand-over with its consumers uses, in percent. */
  static double percentOfCore(Contender contender, Shape shape, int capacity)
      throws InterruptedException {
    HandOver handOver = contender.create(capacity, shape);
    try (Crew crew = new Crew(handOver, shape, c -> item -> {}, (p, c) -> LockSupport.park())) {
      TimeUnit.MILLISECONDS.sleep(300);
      ProcessClock start = ProcessClock.now();
      TimeUnit.MILLISECONDS.sleep(1_500);
      ProcessClock spent = ProcessClock.now().since(start);
      return 100.0 * spent.cpuNanos() / spent.wallNanos();
    }
  }
}
