package io.millrace.broker.testing;

import io.millrace.broker.vhost.QueueFacts;

/**
 * How many messages of a queue are where, each in one place.
 *
 * @param ready that wait to be delivered
 * @param unacknowledged that are with consumers
 * @param delayed that are not due
 * @param departing that become dead letters
 * @param consumers of the queue
 */
public record QueueDepth(
    long ready, long unacknowledged, long delayed, long departing, int consumers) {
  static final QueueDepth NONE = new QueueDepth(0, 0, 0, 0, 0);

  static QueueDepth of(QueueFacts facts) {
    return new QueueDepth(
        facts.ready(),
        facts.unacknowledged(),
        facts.delayed(),
        facts.departing(),
        facts.consumers());
  }

  /** All that are in the queue. */
  public long messages() {
    return ready + unacknowledged + delayed + departing;
  }
}
