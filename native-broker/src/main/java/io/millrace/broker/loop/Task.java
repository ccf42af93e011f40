package io.millrace.broker.loop;

/** A command without an answer. */
final class Task extends LoopCommand {
  private final Runnable work;

  /** Read by whoever posted it, to whom the loop may tell at any time. */
  private volatile boolean abandoned;

  Task(Runnable work) {
    this.work = work;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  @Override
  protected void run(long nowMillis) {
    work.run();
  }

  @Override
  protected void abandon(Throwable cause) {
    abandoned = cause instanceof LoopStoppedException;
  }
}
