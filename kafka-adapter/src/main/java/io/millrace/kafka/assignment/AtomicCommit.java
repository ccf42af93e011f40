package io.millrace.kafka.assignment;

import io.millrace.queue.SourcePartition;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Commits offsets together with something else, or neither. Called by the poll thread, which it may
 * hold up for some round trips.
 */
public interface AtomicCommit extends AutoCloseable {
  /**
   * Ends what a predecessor left open; called before committed offsets are read.
   *
   * @throws org.apache.kafka.common.KafkaException when that cannot be done now
   */
  void begin();

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
