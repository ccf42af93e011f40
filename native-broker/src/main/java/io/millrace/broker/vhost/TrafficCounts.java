package io.millrace.broker.vhost;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has gone through the virtual hosts of a broker since it was started. What the broker itself
 * publishes, dead letters and moves, is not counted as published.
 *
 * <p><b>Threads:</b> any counts and reads.
 */
public final class TrafficCounts {
  final LongAdder published = new LongAdder();
  final LongAdder confirmed = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder unroutable = new LongAdder();
  final LongAdder delivered = new LongAdder();
  final LongAdder redelivered = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder givenBack = new LongAdder();
  final LongAdder expired = new LongAdder();
  final LongAdder dropped = new LongAdder();

  /** Counts what a client has published, by what came of it, which is given back. */
  PublishOutcome publish(PublishOutcome outcome) {
    if (outcome == PublishOutcome.ROUTED || outcome == PublishOutcome.PARKED) {
      published.increment();
    }
    return outcome;
  }

  /** Messages that clients have published and some queue was for. */
  public long published() {
    return published.sum();
  }

  /** Of those, the ones that are where they were to be. */
  public long confirmed() {
    return confirmed.sum();
  }

  /** Of those, the ones that some queue did not take. */
  public long refused() {
    return refused.sum();
  }

  /**
   * Messages that no queue was for. One that has its queue made is counted here, and as published
   * then.
   */
  public long unroutable() {
    return unroutable.sum();
  }

  /** Messages that were handed to consumers, each as often as it was. */
  public long delivered() {
    return delivered.sum();
  }

  /** Of those, the ones that may have been delivered before. */
  public long redelivered() {
    return redelivered.sum();
  }

  /** Messages that consumers said are handled. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Messages that consumers sent to the dead letters. */
  public long rejected() {
    return rejected.sum();
  }

  /** Messages that consumers gave back one by one. */
  public long givenBack() {
    return givenBack.sum();
  }

  /** Messages whose time was over; those that became dead letters are in it. */
  public long expired() {
    return expired.sum();
  }

  /** Messages that made room in a full queue; those that became dead letters are in it. */
  public long dropped() {
    return dropped.sum();
  }
}
