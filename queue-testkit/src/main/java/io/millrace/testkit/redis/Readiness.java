package io.millrace.testkit.redis;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Waits for a server that was started. */
record Readiness(GuardedProcess process, ServerDirectory directory, Duration timeout) {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int ANSWER_MILLIS = 2_000;

  /**
   * Blocks until the server answers as one does that has read its data.
   *
   * @throws IllegalStateException if it ended instead, or the time is over
   */
  void await(ServerAddress address) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!answers(address)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the Redis server ended with exit code " + process.exitCode() + directory.logTail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the Redis server was not ready within " + timeout + directory.logTail());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while the Redis server started");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean answers(ServerAddress address) {
    try {
      address.call(ANSWER_MILLIS, List.of("PING"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
