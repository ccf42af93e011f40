package io.millrace.client;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread on which clients' connections are, and which must not wait for them. */
final class ClientThread extends FastThreadLocalThread {
  private ClientThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }

  /** Makes the threads {@code <name>-1} and so on. */
  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> new ClientThread(task, name + "-" + count.incrementAndGet());
  }

  static boolean isCurrent() {
    return Thread.currentThread() instanceof ClientThread;
  }

  /**
   * @throws IllegalStateException on such a thread
   */
  static void mustNotBe(String what) {
    if (isCurrent()) {
      throw new IllegalStateException(
          what + " would wait, on a thread of the client, for what this thread has to do");
    }
  }
}
