package io.millrace.queue.executor;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** What a test sees of the JVM's threads. */
final class Threads {
  private Threads() {}

  static long named(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  static void awaitNone(String name) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> named(name) == 0);
  }

  /** Waits until the thread is blocked waiting for something. */
  static void awaitBlocked(Thread thread) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
  }
}
