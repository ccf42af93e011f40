package io.millrace.kafka.assignment;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Asks the group what was committed. */
public final class CommittedOffsets {
  private CommittedOffsets() {}

  /**
   * The commits of these partitions, null where there is none. Waits up to {@code timeout} for the
   * answer, which the group does not give while a transaction on one of them is open.
   *
   * @throws org.apache.kafka.common.KafkaException when there is no answer
   */
  public static Map<TopicPartition, @Nullable OffsetAndMetadata> of(
      Consumer<?, ?> consumer, Set<TopicPartition> partitions, Duration timeout) {
    try {
      return consumer.committed(partitions, timeout);
    } catch (WakeupException e) {
      return consumer.committed(partitions, timeout); // the wake-up is used up now
    }
  }
}
