package io.millrace.bench.kafka;

import java.util.concurrent.atomic.LongAdder;

/** The handler of every contender: does its work and counts. Safe for all threads. */
final class Tally {
  private final Work work;
  private final LongAdder handled = new LongAdder();

  Tally(Work work) {
    this.work = work;
  }

  void handle() {
    work.run();
    handled.increment();
  }

  /** A batch, for those who hand out batches: its records one after the other. */
  void handle(int count) {
    if (work.blocks()) {
      for (int i = 0; i < count; i++) {
        handle();
      }
    } else {
      handled.add(count);
    }
  }

  long handled() {
    return handled.sum();
  }
}
