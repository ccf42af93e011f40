package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaTopicPatternTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void readsEveryTopicThatMatchesAlsoOneThatComesLater(String protocol, KafkaBroker kafka) {
    try (GroupTopic early = GroupTopic.of(kafka, 1);
        GroupTopic late = new GroupTopic(kafka);
        GroupTopic other = GroupTopic.of(kafka, 1)) {
      early.publishTo(0, 0, 10);
      other.publishTo(0, 100, 110);
      try (Queue<String> queue =
          early.queue(source(protocol, early, late), () -> this::handle).build()) {
        queue.start();
        await().atMost(SOON).until(() -> handled.size() == 10);

        kafka.createTopic(late.name, 1);
        late.publishTo(0, 10, 20);
        await().atMost(SOON).until(() -> early.committedSum() == 20);
      }
    }
    assertThat(handled)
        .extracting(message -> Integer.parseInt(message.payload()))
        .allMatch(number -> number < 20)
        .doesNotHaveDuplicates();
  }

  private static KafkaSource<String> source(String protocol, GroupTopic early, GroupTopic late) {
    return KafkaSource.builder(KafkaPayload.text())
        .properties(Map.of("group.protocol", protocol, "metadata.max.age.ms", 500))
        .bootstrapServers(early.kafka.bootstrapServers())
        .group(early.name)
        .topicPattern(Pattern.compile(Pattern.quote(early.name) + "|" + Pattern.quote(late.name)))
        .build();
  }

  private Outcome handle(Message<String> message) {
    handled.add(message);
    return Outcome.ack();
  }
}
