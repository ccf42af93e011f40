package io.millrace.broker.protocol.http;

import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Hands over what comes on a connection, but not while a request is being worked on: what comes
 * then waits, and while something waits nothing more is read. As long as nothing waits reading goes
 * on, since only so it is seen that a client has gone.
 *
 * <p>What waits is at most what one read of the socket brings. For the channel's thread.
 */
final class Inflow {
  private final Channel channel;
  private final Consumer<Object> through;
  private final ArrayDeque<Object> waiting = new ArrayDeque<>(0);
  private boolean busy;
  private boolean draining;
  private boolean ended;

  /**
   * @param through takes over what it is given, and releases it
   */
  Inflow(Channel channel, Consumer<Object> through) {
    this.channel = channel;
    this.through = through;
  }

  void accept(Object part) {
    if (ended) {
      ReferenceCountUtil.release(part);
    } else if (busy || draining) {
      waiting.add(part);
      channel.config().setAutoRead(false);
    } else {
      through.accept(part);
    }
  }

  boolean isBusy() {
    return busy;
  }

  /** A request is worked on. */
  void pause() {
    busy = true;
  }

  /** It is answered: lets through what waits, up to the next pause. */
  void resume() {
    busy = false;
    if (draining || ended) {
      return;
    }
    draining = true;
    try {
      while (!busy && !waiting.isEmpty()) {
        through.accept(waiting.remove());
      }
    } finally {
      draining = false;
    }
    if (waiting.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }

  /** Throws away what waits and what comes, which is read all the same. */
  void giveUp() {
    ended = true;
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    channel.config().setAutoRead(true);
  }
}
