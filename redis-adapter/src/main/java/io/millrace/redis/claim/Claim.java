package io.millrace.redis.claim;

import io.millrace.queue.SourcePartition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An element that a worker has taken and not settled.
 *
 * <p><b>Threads:</b> whoever has the message, one after the other.
 */
public final class Claim {
  private final Claims owner;
  private final Tenure tenure;
  private final long number;
  private final long token;
  private @Nullable KeptOutcome kept;

  Claim(Claims owner, Tenure tenure, long number, long token) {
    this.owner = owner;
    this.tenure = tenure;
    this.number = number;
    this.token = token;
  }

  /** Whoever took it. */
  public Claims owner() {
    return owner;
  }

  Tenure tenure() {
    return tenure;
  }

  /** Revoked when it may have gone to somebody else. */
  public SourcePartition partition() {
    return tenure.partition();
  }

  /** Which claim of its worker it is. */
  public long number() {
    return number;
  }

  /**
   * When it was taken, in microseconds of Redis's clock: higher with each delivery of an element.
   */
  public long token() {
    return token;
  }

  /** Stores an outcome under an id, for a while, in the step that finishes the claim. */
  public void keep(String id, byte[] outcome, Duration time) {
    kept = new KeptOutcome(id, outcome, time);
  }

  @Nullable KeptOutcome kept() {
    return kept;
  }

  @Override
  public String toString() {
    return tenure.partition().source() + " claim " + number + " of " + tenure;
  }
}
