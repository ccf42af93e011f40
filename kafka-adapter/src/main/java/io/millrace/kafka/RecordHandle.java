package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.record.RawValue;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a message whose payload is not its record's value. Where it is, the partition alone
 * is the handle, which costs nothing.
 */
final class RecordHandle implements RawValue {
  private final AssignedPartition partition;
  private final byte @Nullable [] value;

  RecordHandle(AssignedPartition partition, byte @Nullable [] value) {
    this.partition = partition;
    this.value = value;
  }

  AssignedPartition partition() {
    return partition;
  }

  @Override
  public byte @Nullable [] rawValue() {
    return value;
  }
}
