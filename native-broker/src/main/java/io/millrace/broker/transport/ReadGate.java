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
    SLOW_READER,
    /** The broker has no room for what is published. */
    NO_ROOM
  }

  private final ReadStops stops;
  private final Consumer<T> through;
  private final ArrayDeque<T> waiting = new ArrayDeque<>(0);
  private boolean draining;
  private boolean ended;

  /** What to do when all is through that came. */
  private @Nullable Runnable last;

  /**
   * @param through takes what comes, in order
   */
  public ReadGate(Channel channel, Consumer<T> through) {
    this.stops = new ReadStops(channel);
    this.through = through;
  }

  /** Something has come. */
  public void accept(T each) {
    if (ended) {
      return;
    }
    if (!stops.isClosed() && waiting.isEmpty()) {
      through.accept(each);
    } else {
      waiting.add(each);
    }
  }

  /** Whether the connection is not read from. */
  public boolean isClosed() {
    return stops.isClosed();
  }

  /** Whether that is a reason why it is not. */
  public boolean isClosed(Reason reason) {
    return stops.isClosed(reason);
  }

  /** Stops until that reason is gone, and every other. */
  public void close(Reason reason) {
    if (!ended) {
      stops.close(reason);
    }
  }

  /** The reason is gone: lets through what waits, and reads on, unless there comes another one. */
  public void open(Reason reason) {
    if (!stops.open(reason) || draining) {
      return;
    }
    draining = true;
    try {
      while (!stops.isClosed() && !waiting.isEmpty()) {
        through.accept(waiting.remove());
      }
    } finally {
      draining = false;
    }
    if (!stops.isClosed()) {
      stops.readOn();
      runLast();
    }
  }

  /** Nothing more comes: {@code then} runs when all that came is through. */
  public void finish(Runnable then) {
    last = then;
    if (!stops.isClosed() && waiting.isEmpty()) {
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

  /** The reasons themselves. */
  public ReadStops stops() {
    return stops;
  }

  /** Throws away what waits and what comes, which is read all the same. */
  public void giveUp() {
    ended = true;
    waiting.clear();
    stops.clear();
  }
}
