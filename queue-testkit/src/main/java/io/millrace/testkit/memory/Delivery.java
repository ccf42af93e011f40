package io.millrace.testkit.memory;

/**
 * One handing over of a message to a producer, and the handle the message carries. Guarded by the
 * source's lock.
 *
 * <p>A message delivered again is another delivery: results of the first are never taken for the
 * second's.
 */
final class Delivery<T> {
  final long number;
  final MemoryPartition<T> partition;
  final MemoryPartition.Entry<T> entry;
  final MemoryProducer<T> producer;

  /** When the lease ends, on the source's clock. */
  long deadlineNanos;

  /** Whether the log still waits for its result; ends with the result, a revoke, or the lease. */
  boolean isHeld = true;

  Delivery(
      long number,
      MemoryPartition<T> partition,
      MemoryPartition.Entry<T> entry,
      MemoryProducer<T> producer,
      long deadlineNanos) {
    this.number = number;
    this.partition = partition;
    this.entry = entry;
    this.producer = producer;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public String toString() {
    return "delivery " + number + " of " + partition.index() + "@" + entry.offset;
  }
}
