package io.millrace.broker.protocol.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection waits for the head of a request, however its bytes come: without, one byte
 * now and then would keep it open for ever. For the channel's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // It does nothing once the connection has ended.
final class HeadDeadline {
  private final Channel channel;
  private final Duration within;
  private @Nullable Future<?> running;

  HeadDeadline(Channel channel, Duration within) {
    this.channel = channel;
    this.within = within;
  }

  /** The time begins; when it is over the connection is closed. */
  void begin() {
    end();
    running =
        channel
            .eventLoop()
            .schedule(() -> channel.close(), within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The head is there, or none is waited for. */
  void end() {
    Future<?> deadline = running;
    if (deadline != null) {
      deadline.cancel(false);
      running = null;
    }
  }
}
