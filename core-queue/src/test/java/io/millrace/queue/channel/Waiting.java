package io.millrace.queue.channel;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** A thread seen to park in a call, and what the call answers in the end. */
final class Waiting implements AutoCloseable {
  private final FutureTask<Integer> call;
  private final Thread thread;

  private Waiting(Callable<Integer> call) {
    this.call = new FutureTask<>(call);
    this.thread = new Thread(this.call, "waiting");
  }

  /** Returns once the thread parks. */
  static Waiting start(Callable<Integer> call) {
    Waiting waiting = new Waiting(call);
    waiting.thread.setDaemon(true);
    waiting.thread.start();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(waiting::stillWaits);
    return waiting;
  }

  boolean stillWaits() {
    return thread.getState() == Thread.State.WAITING && !call.isDone();
  }

  void unpark() {
    LockSupport.unpark(thread);
  }

  void interrupt() {
    thread.interrupt();
  }

  int answer() throws Exception {
    return call.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    thread.join(10_000);
    if (thread.isAlive()) {
      throw new AssertionError("still waits in " + thread.getStackTrace()[0]);
    }
  }
}
