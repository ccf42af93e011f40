package io.millrace.queue;

import java.time.Duration;

/**
 * The end of a message's stay in the queue, told to the producer that fetched it: exactly one for
 * each message.
 *
 * @param message the message as it was fetched, but for its attempt
 * @param kind what became of it
 * @param delay how long it was still to wait for its retry when it was returned; zero for all
 *     others. A source that can keep a message for a while does, others may ignore it
 */
public record Settlement<T>(Message<T> message, Kind kind, Duration delay) {
  /** A settlement without a delay. */
  public Settlement(Message<T> message, Kind kind) {
    this(message, kind, Duration.ZERO);
  }

  /** What became of a message. */
  public enum Kind {
    /** Handled. */
    ACKED(true),
    /** Refused by the handler; nobody keeps it but, perhaps, the source. */
    REJECTED(true),
    /** Safe at the dead letter pusher. */
    DEAD_LETTERED(true),
    /**
     * Not handled, or not to the end: it is the source's again. Its {@link Message#attempt} is the
     * number of the attempt to come: higher than before only if one has failed, never because a
     * stop cut one off.
     */
    RETURNED(false);

    private final boolean finished;

    Kind(boolean finished) {
      this.finished = finished;
    }

    /** Whether the source may forget the message. */
    public boolean isFinished() {
      return finished;
    }
  }
}
