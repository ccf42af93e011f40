package io.millrace.bench.contest;

import java.util.concurrent.atomic.LongAdder;

/** The handler of every contender: does its work and counts. Safe for all threads. */
public final class Tally {
  private final Work work;
  private final LongAdder handled = new LongAdder();

  public Tally(Work work) {
    this.work = work;
  }

  public void handle() {
    work.run();
    handled.increment();
  }

  /** A batch, for those who hand out batches: its messages one after the other. */
  public void handle(int count) {
    if (work.blocks()) {
      for (int i = 0; i < count; i++) {
        handle();
      }
    } else {
      handled.add(count);
    }
  }

  public long handled() {
    return handled.sum();
  }
}
