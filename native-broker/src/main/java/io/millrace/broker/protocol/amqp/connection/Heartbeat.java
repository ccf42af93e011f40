package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.transport.ReadStops;
import io.millrace.broker.transport.Silence;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the client hear something each half interval, and ends a connection from which nothing has
 * come for two intervals (section 4.2.7). Anything counts, not heartbeats alone. For the
 * connection's thread.
 */
final class Heartbeat {
  /** Looks in two intervals. */
  private static final int SILENT_LOOKS = 4;

  private final Silence silence;
  private final Runnable beat;
  private final Runnable gone;
  private @Nullable Future<?> looks;
  private boolean heard;
  private int silentLooks;

  /**
   * @param beat sends a heartbeat, unless something was sent since it ran last
   * @param gone ends the connection
   */
  Heartbeat(ReadStops stops, Runnable beat, Runnable gone) {
    this.silence = new Silence(stops);
    this.beat = beat;
    this.gone = gone;
  }

  /** Begins, unless the interval is zero. */
  void start(Duration interval, EventLoop loop) {
    if (!interval.isZero()) {
      long everyMillis = interval.toMillis() / 2;
      looks = loop.scheduleAtFixedRate(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Something has come. */
  void heard() {
    heard = true;
  }

  private void look() {
    beat.run();
    if (heard) {
      heard = false;
      silentLooks = 0;
      silence.broken();
    } else if (++silentLooks == SILENT_LOOKS) {
      silentLooks = 0;
      if (silence.isTheEnd()) {
        gone.run();
      }
    }
  }

  void stop() {
    if (looks != null) {
      looks.cancel(false);
      looks = null;
    }
  }
}
