package io.millrace.kafka.assignment;

import io.millrace.queue.SourcePartition;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Commits offsets together with something else, or neither. Called by the poll thread, which it may
 * hold up for some round trips.
 */
public interface AtomicCommit extends AutoCloseable {
  /**
   * Ends what a predecessor left open, and says what was committed; null where nothing was.
   *
   * @throws org.apache.kafka.common.KafkaException when that cannot be done or known now
   */
  Map<TopicPartition, @Nullable OffsetAndMetadata> committed(Set<TopicPartition> partitions);

  /**
   * Commits.
   *
   * @param offsets for each assignment the first offset that is not finished and, in the metadata,
   *     what is finished beyond it
   * @throws org.apache.kafka.common.KafkaException when nothing was committed, or nobody knows: the
   *     next call finds out, and has these offsets or later ones again
   */
  void commit(Map<SourcePartition, OffsetAndMetadata> offsets);

  @Override
  void close();
}
