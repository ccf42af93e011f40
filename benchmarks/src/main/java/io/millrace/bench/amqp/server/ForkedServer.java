package io.millrace.bench.amqp.server;

import io.millrace.bench.amqp.AmqpLink;
import io.millrace.bench.amqp.Target;
import io.millrace.bench.load.ProcessTree;
import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A server that is one program with one directory. */
record ForkedServer(
    String product, Target target, GuardedProcess guarded, ServerDirectory directory)
    implements Server {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Starts one and waits until it takes clients.
   *
   * @throws IOException with the end of its log when it does not within two minutes
   */
  static ForkedServer start(List<String> command, int port, ServerDirectory directory)
      throws IOException {
    GuardedProcess guarded = GuardedProcess.start(command, directory);
    boolean isReady = false;
    try {
      Target target = Target.asGuest(port, ProcessTree.of(guarded.processId()));
      String product = awaitProduct(target, guarded, directory);
      isReady = true;
      return new ForkedServer(product, target, guarded, directory);
    } finally {
      if (!isReady) {
        guarded.kill();
        directory.delete();
      }
    }
  }

  private static String awaitProduct(
      Target target, GuardedProcess guarded, ServerDirectory directory) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      boolean isAlive = guarded.isAlive();
      try {
        return productOf(target);
      } catch (IOException refused) {
        if (!isAlive || System.nanoTime() > deadline) {
          throw new IOException("the broker takes no clients" + directory.logTail(), refused);
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  /** Logs in, and reads what the broker calls itself. */
  static String productOf(Target target) throws IOException {
    try (AmqpLink link = new AmqpLink(target)) {
      return link.serverProperty("product") + " " + link.serverProperty("version");
    }
  }

  @Override
  public void close() {
    guarded.kill();
    try {
      directory.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
