package io.millrace.broker.transport;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there are, and may be.
 *
 * <p><b>Threads:</b> any.
 */
final class ConnectionCount {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionCount(int most) {
    this.most = most;
  }

  /** Counts a connection until it is closed; false if there are as many as may be. */
  boolean admit(Channel channel) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    return true;
  }

  int open() {
    return open.get();
  }
}
