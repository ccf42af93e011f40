package io.millrace.bench.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.bench.contest.Tally;
import io.millrace.bench.contest.Work;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(KafkaExtension.class)
class ContendersTest {
  private static final Load LOAD = new Load("tiny", 2_000, 10);

  static Iterable<Contender> contenders() {
    return Contenders.all();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void consumesAWholeTopic(Contender contender, KafkaBroker kafka) throws Exception {
    Topic topic =
        new Topic(kafka.bootstrapServers(), "load-" + UUID.randomUUID(), 4, "g-" + contender);
    kafka.createTopic(topic.name(), topic.partitions());
    new Filling(kafka.bootstrapServers(), 100).fill(topic.name(), LOAD);
    Tally tally = new Tally(new Work(Duration.ZERO));

    try (var running = contender.start(topic, new Cell(LOAD, new Work(Duration.ZERO), 4), tally)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(tally.handled()).isEqualTo(LOAD.records()));
    }
  }
}
