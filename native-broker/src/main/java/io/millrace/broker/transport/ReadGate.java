package io.millrace.broker.transport;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets what comes on a connection through, unless there is a reason not to: then the connection is
 * not read from, what the peer sends fills its own buffers, and at last the peer stops.
 *
 * <p>What had been read before waits here, at most what one read of the socket brings.
 *
 * <p><b>Threads:</b> that of the channel.
 *
 * @param <T> what the connection's bytes are decoded to
 */
public final class ReadGate<T> {
  /** Why a connection is not read from. */
  public enum Reason {
    /** A request is on its way, and what comes after it must not overtake it. */
    REQUEST,
    /** What was published before has not got where it goes. */
    PUBLISHES,
    /** The peer does not read what it was sent. */
    SLOW_READER
  }

  private final Channel channel;
  private final Consumer<T> through;
  private final ArrayDeque<T> waiting = new ArrayDeque<>(0);
  private int reasons;
  private boolean draining;
  private boolean ended;

  /** What to do when all is through that came. */
  private @Nullable Runnable last;

  /**
   * @param through takes what comes, in order
   */
  public ReadGate(Channel channel, Consumer<T> through) {
    this.channel = channel;
    this.through = through;
  }

  /** Something has come. */
  public void accept(T each) {
    if (ended) {
      return;
    }
    if (reasons == 0 && waiting.isEmpty()) {
      through.accept(each);
    } else {
      waiting.add(each);
    }
  }

  /** Whether the connection is not read from. */
  public boolean isClosed() {
    return reasons != 0;
  }

  /** Whether that is a reason why it is not. */
  public boolean isClosed(Reason reason) {
    return (reasons & 1 << reason.ordinal()) != 0;
  }

  /** Stops until that reason is gone, and every other. */
  public void close(Reason reason) {
    if (reasons == 0 && !ended) {
      channel.config().setAutoRead(false);
    }
    reasons |= 1 << reason.ordinal();
  }

  /** The reason is gone: lets through what waits, and reads on, unless there comes another one. */
  public void open(Reason reason) {
    int before = reasons;
    reasons &= ~(1 << reason.ordinal());
    if (before == 0 || reasons != 0 || draining) {
      return;
    }
    draining = true;
    try {
      while (reasons == 0 && !waiting.isEmpty()) {
        through.accept(waiting.remove());
      }
    } finally {
      draining = false;
    }
    if (reasons == 0) {
      channel.config().setAutoRead(true);
      runLast();
    }
  }

  /** Nothing more comes: {@code then} runs when all that came is through. */
  public void finish(Runnable then) {
    last = then;
    if (reasons == 0 && waiting.isEmpty()) {
      runLast();
    }
  }

  private void runLast() {
    Runnable then = last;
    last = null;
    if (then != null) {
      then.run();
    }
  }

  /** Throws away what waits and what comes, which is read all the same. */
  public void giveUp() {
    ended = true;
    waiting.clear();
    channel.config().setAutoRead(true);
  }
}
