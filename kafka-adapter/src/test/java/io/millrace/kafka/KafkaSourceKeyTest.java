package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaSourceKeyTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  /** Refuses a third of the attempts, so that only order by key can keep any. */
  private Outcome handle(Message<String> message) {
    if (refusals.incrementAndGet() % 3 == 0) {
      return Outcome.retry(Duration.ofMillis(5));
    }
    handled.add(message);
    return Outcome.ack();
  }

  @Test
  void keepsTheOrderOfTheKeyThatIsFoundInTheMessage(KafkaBroker kafka) {
    try (GroupTopic topic = GroupTopic.of(kafka, 1)) {
      topic.publishTo(0, 0, 300);
      KafkaSource<String> source =
          topic
              .source()
              .ordering(Ordering.KEY)
              .keyOf(message -> Optional.of("k" + Integer.parseInt(message.payload()) % 5))
              .build();
      try (Queue<String> queue =
          topic.queue(source, () -> this::handle).ordering(Ordering.KEY).build()) {
        queue.start();
        await().atMost(SOON).until(() -> topic.committedSum() == 300);
      }
    }
    for (int key = 0; key < 5; key++) {
      String name = "k" + key;
      int rest = key;
      assertThat(handled)
          .filteredOn(message -> message.key().equals(Optional.of(name)))
          .extracting(message -> Integer.parseInt(message.payload()))
          .isEqualTo(IntStream.range(0, 300).filter(i -> i % 5 == rest).boxed().toList());
    }
  }
}
