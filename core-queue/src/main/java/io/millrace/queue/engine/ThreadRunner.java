package io.millrace.queue.engine;

import io.millrace.queue.worker.WorkerThreads;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each loop a thread of its own, named after it. */
final class ThreadRunner implements LoopRunner {
  private static final Logger log = LoggerFactory.getLogger(ThreadRunner.class);

  /** Every wait ends by a wake-up; this is only how long a lost one could hurt. */
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ThreadFactory platform = WorkerThreads.platform();
  private final ThreadFactory consumers;
  private final Consumer<Throwable> onDefect;

  /**
   * @param virtualConsumers whether consumers get virtual threads where the JVM has them
   * @param onDefect told when a loop ends by an exception of its own, which is a defect of the
   *     engine
   */
  ThreadRunner(boolean virtualConsumers, Consumer<Throwable> onDefect) {
    this.consumers = virtualConsumers ? WorkerThreads.virtualIfPossible() : platform;
    this.onDefect = onDefect;
  }

  @Override
  public void start(Loop loop, Role role, Runnable ended) {
    ThreadFactory factory = role == Role.CONSUMER ? consumers : platform;
    Thread thread = factory.newThread(() -> run(loop, ended));
    thread.setName(loop.name());
    thread.start();
  }

  private void run(Loop loop, Runnable ended) {
    try {
      while (turn(loop)) {
        // until its end
      }
    } catch (Throwable e) {
      log.error("{} ended by a defect of the engine, which stops", loop.name(), e);
      onDefect.accept(e);
    } finally {
      ended.run();
    }
  }

  private static boolean turn(Loop loop) {
    Thread.interrupted(); // a flag that somebody's code left behind would end every wait at once
    try {
      return loop.turn(MAX_WAIT_NANOS);
    } catch (InterruptedException e) {
      // Only a stop interrupts, and the queue's phase tells the loop what that means.
      return true;
    }
  }
}
