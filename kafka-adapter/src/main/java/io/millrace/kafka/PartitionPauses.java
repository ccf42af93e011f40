package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Tells the consumer which partitions to fetch of, when that changes. The poll thread's. */
final class PartitionPauses {
  private final Consumer<?, ?> consumer;
  private final List<TopicPartition> toPause = new ArrayList<>();
  private final List<TopicPartition> toResume = new ArrayList<>();

  PartitionPauses(Consumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  /** Lets the next polls bring records of those partitions only that are wanted. */
  void fetchOnly(Collection<AssignedPartition> partitions, Predicate<AssignedPartition> wanted) {
    for (AssignedPartition partition : partitions) {
      boolean pause = !wanted.test(partition);
      if (pause != partition.isPaused()) {
        partition.setPaused(pause);
        (pause ? toPause : toResume).add(partition.id());
      }
    }
    if (!toPause.isEmpty()) {
      consumer.pause(toPause);
      toPause.clear();
    }
    if (!toResume.isEmpty()) {
      consumer.resume(toResume);
      toResume.clear();
    }
  }
}
