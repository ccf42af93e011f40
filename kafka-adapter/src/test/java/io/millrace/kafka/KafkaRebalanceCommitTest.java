package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaRebalanceCommitTest {
  private static final int PARTITIONS = 4;

  @AutoClose private final GroupTopic topic;

  KafkaRebalanceCommitTest(KafkaBroker kafka) {
    topic = GroupTopic.of(kafka, PARTITIONS);
    topic.heartbeatEvery(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void commitsOfThePartitionsThatStayTooWhenOthersAreTakenAway(String protocol) {
    try (Queue<String> first = queue(protocol);
        Queue<String> second = queue(protocol)) {
      first.start();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        topic.publishTo(partition, partition, partition + 1);
      }
      soon().until(() -> acked(first) == PARTITIONS);
      assertThat(topic.committedSum()).isZero();

      second.start();
      soon().until(() -> topic.committedSum() == PARTITIONS);
    }
  }

  /** It never commits of its own accord. */
  private Queue<String> queue(String protocol) {
    Map<String, Object> properties =
        protocol.equals("classic")
            ? Map.of("group.protocol", protocol, "heartbeat.interval.ms", 50)
            : Map.of("group.protocol", protocol);
    return topic
        .queue(
            topic
                .source()
                .properties(properties)
                .commitEvery(Duration.ofHours(1), Integer.MAX_VALUE)
                .build(),
            () -> message -> Outcome.ack())
        .build();
  }

  private static long acked(Queue<String> queue) {
    return queue.snapshot().settled().getOrDefault(Settlement.Kind.ACKED, 0L);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20));
  }
}
