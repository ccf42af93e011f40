package io.millrace.broker.loop;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how it ended. */
final class CountedCommand extends LoopCommand {
  private final Runnable work;
  private final int sizeBytes;
  private final AtomicInteger runs;
  private final AtomicInteger abandoned;

  CountedCommand(Runnable work, int sizeBytes, AtomicInteger runs, AtomicInteger abandoned) {
    this.work = work;
    this.sizeBytes = sizeBytes;
    this.runs = runs;
    this.abandoned = abandoned;
  }

  @Override
  protected void run(long nowMillis) {
    work.run();
    runs.incrementAndGet();
  }

  @Override
  protected void abandon(Throwable cause) {
    abandoned.incrementAndGet();
  }

  @Override
  protected int sizeBytes() {
    return sizeBytes;
  }
}
