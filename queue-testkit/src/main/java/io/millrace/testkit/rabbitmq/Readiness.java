package io.millrace.testkit.rabbitmq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a server that was started. */
record Readiness(GuardedProcess process, ServerDirectory directory, Duration timeout) {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int ANSWER_MILLIS = 2_000;

  /** A boot that fails ends with a report of some sixty lines. */
  private static final int TAIL_LINES = 120;

  /** The first octet of a method frame, as which the server's part of the dialogue begins. */
  private static final int METHOD = 1;

  /**
   * Blocks until the server greets a client, which is the last that it learns.
   *
   * @throws IllegalStateException if it ended instead, or the time is over
   */
  void await(int port) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!greets(port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the RabbitMQ server ended with exit code "
                + process.exitCode()
                + directory.logTail(TAIL_LINES));
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the RabbitMQ server was not ready within " + timeout + directory.logTail(TAIL_LINES));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while the RabbitMQ server started");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean greets(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("AMQP\0\0\11\1".getBytes(US_ASCII));
      return socket.getInputStream().read() == METHOD;
    } catch (IOException e) {
      return false;
    }
  }
}
