package io.millrace.broker.queue;

/**
 * How many messages of a queue are where. Each is in one place.
 *
 * @param ready those that could be delivered, if somebody wanted them
 * @param unacknowledged those that consumers hold
 * @param delayed those that are not due
 * @param departing those on their way to where dead letters go
 * @param sizeBytes of the bodies of them all
 * @param consumers those who want messages
 */
public record QueueCounts(
    long ready, long unacknowledged, long delayed, long departing, long sizeBytes, int consumers) {

  /** All that are in the queue. */
  public long messages() {
    return ready + unacknowledged + delayed + departing;
  }
}
