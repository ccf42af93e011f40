package io.millrace.redis.claim;

import io.millrace.queue.SourcePartition;

/** An element that a worker has taken and not settled. The producer's thread only. */
public final class Claim {
  private final Claims owner;
  private final Tenure tenure;
  private final long number;
  private final long token;

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

  @Override
  public String toString() {
    return tenure.partition().source() + " claim " + number + " of " + tenure;
  }
}
