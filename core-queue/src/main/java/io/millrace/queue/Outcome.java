package io.millrace.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * What a handler says became of a message.
 *
 * <p>An exception thrown by a handler counts as {@link #retry()} with the exception as its reason.
 */
public sealed interface Outcome
    permits Outcome.Ack, Outcome.Retry, Outcome.Reject, Outcome.DeadLetter {

  /** Done. */
  static Outcome ack() {
    return Ack.INSTANCE;
  }

  /** Again, after the back-off that the queue's {@link RetryPolicy} gives this attempt. */
  static Outcome retry() {
    return Retry.BY_POLICY;
  }

  /** Again, after {@code delay}; counts as an attempt. */
  static Outcome retry(Duration delay) {
    return new Retry(Optional.of(delay), "retry asked for by the handler");
  }

  /**
   * Again, after the policy's back-off, for a reason that goes to the log and into a later dead
   * letter.
   */
  static Outcome retry(String reason) {
    return new Retry(Optional.empty(), reason);
  }

  /** Not wanted: the source is told so, and the message is not kept by the queue. */
  static Outcome reject(String reason) {
    return new Reject(reason);
  }

  /**
   * To the dead letters at once, whatever attempts are left. A queue without a dead letter pusher
   * has nowhere to put the message: it is rejected, and counted so in the {@link DrainReport}; the
   * first time the log warns of it.
   */
  static Outcome deadLetter(String reason) {
    return new DeadLetter(reason);
  }

  <R> R match(Cases<R> cases);

  /** One answer for every kind of outcome. */
  interface Cases<R> {
    R ack(Ack ack);

    R retry(Retry retry);

    R reject(Reject reject);

    R deadLetter(DeadLetter deadLetter);
  }

  /** See {@link Outcome#ack}. */
  record Ack() implements Outcome {
    static final Ack INSTANCE = new Ack();

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.ack(this);
    }
  }

  /**
   * See {@link Outcome#retry()}.
   *
   * @param delay how long to wait, or empty for the policy's back-off
   */
  record Retry(Optional<Duration> delay, String reason) implements Outcome {
    static final Retry BY_POLICY = new Retry(Optional.empty(), "retry asked for by the handler");

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.retry(this);
    }
  }

  /** See {@link Outcome#reject}. */
  record Reject(String reason) implements Outcome {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.reject(this);
    }
  }

  /** See {@link Outcome#deadLetter}. */
  record DeadLetter(String reason) implements Outcome {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.deadLetter(this);
    }
  }
}
