package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaStaticMembershipTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int PARTITIONS = 4;

  @AutoClose private final GroupTopic topic;

  /** A queue whose source is a member by a name of its own, and what it reads. */
  private final class Member implements AutoCloseable {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Set<Integer> partitions = new ConcurrentSkipListSet<>();
    private final Queue<String> queue;

    Member(String name, String protocol) {
      Map<String, Object> properties = new HashMap<>();
      properties.put("group.protocol", protocol);
      properties.put("group.instance.id", name);
      if (protocol.equals("classic")) {
        properties.put("heartbeat.interval.ms", 50);
      }
      queue =
          topic
              .queue(
                  topic.source().properties(properties).meters(registry, Tags.empty()).build(),
                  () ->
                      message -> {
                        partitions.add(message.partition().index());
                        return Outcome.ack();
                      })
              .build();
      queue.start();
    }

    double rebalances() {
      return registry.get("millrace.rebalances").counter().count();
    }

    @Override
    public void close() {
      queue.close();
    }
  }

  KafkaStaticMembershipTest(KafkaBroker kafka) {
    topic = GroupTopic.of(kafka, PARTITIONS);
    topic.heartbeatEvery(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void memberThatIsBackWithinItsSessionGetsItsPartitionsAndDisturbsNobody(String protocol) {
    try (Member other = new Member("other", protocol)) {
      Set<Integer> own;
      double rebalances;
      try (Member first = new Member("restarting", protocol)) {
        await()
            .atMost(SOON)
            .until(() -> topic.assignments().equals(Map.of("other", 2, "restarting", 2)));
        publishToEach();
        await()
            .atMost(SOON)
            .until(() -> first.partitions.size() == 2 && other.partitions.size() == 2);
        own = Set.copyOf(first.partitions);
        rebalances = other.rebalances();
      }

      publishToEach();
      try (Member second = new Member("restarting", protocol)) {
        await().atMost(SOON).until(() -> topic.committedSum() == 2 * PARTITIONS);
        assertThat(second.partitions).isEqualTo(own);
        assertThat(other.partitions).doesNotContainAnyElementsOf(own);
        assertThat(other.rebalances()).isEqualTo(rebalances);
      }
    }
  }

  private void publishToEach() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.publishTo(partition, partition, partition + 1);
    }
  }
}
