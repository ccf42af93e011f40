package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.transport.ReadGate.Reason;
import java.time.Duration;

/**
 * Who wants a connection not to be read until what it has published is where it goes: channels, and
 * all of them together. For the connection's thread.
 */
final class ReadHolds {
  private final AmqpConnection connection;
  private final Duration longest;
  private final Runnable tooLong;
  private int count;

  /** How often it came to that, so that one time is told from another. */
  private long times;

  /** One look is to come: however often it comes to that, there is never more than one. */
  private boolean watching;

  /**
   * @param longest how long it may last
   * @param tooLong runs when it has lasted as long, and not twice, and again each time that passes
   */
  ReadHolds(AmqpConnection connection, Duration longest, Runnable tooLong) {
    this.connection = connection;
    this.longest = longest;
    this.tooLong = tooLong;
  }

  /** One more. */
  void add() {
    if (count++ == 0) {
      connection.stop(Reason.PUBLISHES);
      times++;
      watch();
    }
  }

  /** One fewer. */
  void remove() {
    if (--count == 0) {
      // Later: whoever says so may be amid something that what comes next must not overtake.
      connection.hop(this::readOn);
    }
  }

  private void readOn() {
    if (count == 0) {
      connection.reopen(Reason.PUBLISHES);
    }
  }

  private void watch() {
    if (!watching) {
      watching = true;
      long time = times;
      connection.after(longest, () -> connection.hop(() -> look(time)));
    }
  }

  private void look(long time) {
    watching = false;
    if (count > 0 && time == times) {
      tooLong.run();
    }
    if (count > 0) {
      watch();
    }
  }
}
