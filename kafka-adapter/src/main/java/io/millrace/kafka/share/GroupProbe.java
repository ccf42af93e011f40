package io.millrace.kafka.share;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster from time to time how far a share group is, and whether its topics are there. A
 * question that is not answered yet is not asked once more: while no broker answers, each would be
 * sent again and again by Kafka's client, with a line in the log.
 *
 * <p><b>Threads:</b> any; nobody waits for an answer.
 */
final class GroupProbe {
  private static final long UNKNOWN = -1;
  private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  private final Admin admin;
  private final String group;
  private final Set<String> topics;
  private final AtomicLong askedNanos = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);

  private volatile KafkaFuture<Void> answer = KafkaFuture.completedFuture(null);
  private volatile long lag = UNKNOWN;
  private volatile Optional<String> fault = Optional.empty();

  GroupProbe(Admin admin, String group, Collection<String> topics) {
    this.admin = admin;
    this.group = group;
    this.topics = Set.copyOf(topics);
  }

  void askIfDue() {
    long last = askedNanos.get();
    long now = System.nanoTime();
    if (now - last >= INTERVAL_NANOS && answer.isDone() && askedNanos.compareAndSet(last, now)) {
      answer = KafkaFuture.allOf(askForOffsets(), askForTopics());
    }
  }

  private KafkaFuture<?> askForOffsets() {
    return admin
        .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
        .partitionsToOffsetInfo(group)
        .whenComplete((offsets, failure) -> lag = offsets == null ? UNKNOWN : lagOf(offsets));
  }

  private long lagOf(Map<TopicPartition, @Nullable SharePartitionOffsetInfo> offsets) {
    long sum = 0;
    for (Map.Entry<TopicPartition, @Nullable SharePartitionOffsetInfo> entry : offsets.entrySet()) {
      if (topics.contains(entry.getKey().topic())) {
        SharePartitionOffsetInfo info = entry.getValue();
        if (info == null || info.lag().isEmpty()) {
          return UNKNOWN; // nothing of this partition has been acknowledged yet
        }
        sum += info.lag().get();
      }
    }
    return offsets.isEmpty() ? UNKNOWN : sum;
  }

  private KafkaFuture<?> askForTopics() {
    return admin
        .describeTopics(topics)
        .allTopicNames()
        .whenComplete(
            (found, failure) ->
                fault = failure == null ? Optional.empty() : Optional.of(inWords(failure)));
  }

  private String inWords(Throwable failure) {
    @Nullable Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof UnknownTopicOrPartitionException
        ? "of the topics " + topics + " not all exist"
        : "the cluster does not tell of the topics " + topics + ": " + cause;
  }

  /** How many records the group has not finished; -1 if not known. */
  long lag() {
    return lag;
  }

  Optional<String> fault() {
    return fault;
  }
}
