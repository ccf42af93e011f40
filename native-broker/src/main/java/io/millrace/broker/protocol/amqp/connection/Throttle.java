package io.millrace.broker.protocol.amqp.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Holds a connection up that publishes while the broker is short of something. Others do not
 * notice, so whoever only consumes makes room. For the connection's thread.
 */
final class Throttle {
  private static final long LOOK_EACH_MILLIS = 100;

  private final Shortage shortage;
  private final EventLoop loop;
  private final Executor turns;
  private final Client client;
  private final LongAdder blocked;
  private @Nullable Future<?> looks;

  /** Who is held up. */
  interface Client {
    /** It publishes no more until further notice. */
    void block(String reason);

    /** It publishes again. */
    void unblock();
  }

  /**
   * @param turns runs something as a turn of the connection, at whose end all is sent off that came
   *     of it
   * @param blocked counts how many connections are held up
   */
  Throttle(Shortage shortage, EventLoop loop, Executor turns, Client client, LongAdder blocked) {
    this.shortage = shortage;
    this.loop = loop;
    this.turns = turns;
    this.client = client;
    this.blocked = blocked;
  }

  /** Something is published now: whether it has to wait. The client is told if it is new. */
  boolean holdsUp() {
    Optional<String> reason = shortage.reason();
    if (reason.isEmpty()) {
      return false;
    }
    if (looks == null) {
      blocked.increment();
      looks =
          loop.scheduleWithFixedDelay(
              this::look, LOOK_EACH_MILLIS, LOOK_EACH_MILLIS, TimeUnit.MILLISECONDS);
      client.block(reason.get());
    }
    return true;
  }

  private void look() {
    if (shortage.reason().isEmpty()) {
      turns.execute(this::letGo);
    }
  }

  private void letGo() {
    if (looks != null && shortage.reason().isEmpty()) {
      stop();
      client.unblock();
    }
  }

  /** Looks no more. */
  void stop() {
    if (looks != null) {
      looks.cancel(false);
      looks = null;
      blocked.decrement();
    }
  }
}
