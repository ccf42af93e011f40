package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(60)
class KafkaLagTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Texts of the messages that fail again and again. */
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();

  @AutoClose private final GroupTopic topic;

  KafkaLagTest(KafkaBroker kafka) {
    topic = GroupTopic.of(kafka, 2);
  }

  @Test
  void tellsHowManyRecordsAreNotFinishedAndHowOldTheOldestIs() {
    stuck.addAll(Set.of("0", "3", "5"));
    topic.publishAged(0, 0, Duration.ofHours(1));
    topic.publishAged(0, 1, Duration.ofMinutes(50));
    topic.publishAged(1, 2, Duration.ofMinutes(40));
    topic.publishAged(0, 3, Duration.ofMinutes(30));
    topic.publishAged(0, 4, Duration.ofMinutes(20));
    topic.publishAged(1, 5, Duration.ofMinutes(10));
    try (Queue<String> queue = queue()) {
      queue.start();

      awaitLag(3, Duration.ofHours(1));
      stuck.remove("0");
      awaitLag(2, Duration.ofMinutes(30));
      stuck.remove("3");
      awaitLag(1, Duration.ofMinutes(10));
      stuck.remove("5");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(gauge("messages")).isZero();
                assertThat(gauge("seconds")).isZero();
              });
    }
    assertThat(registry.find("millrace.source.lag.seconds").gauge()).isNull();
  }

  @Test
  void countsWhatHasNotBeenHandedOut() {
    stuck.add("0");
    topic.publishAged(0, 0, Duration.ofHours(2));
    topic.publishTo(0, 1, 500);
    try (Queue<String> queue =
        Queue.<String>builder(topic.name)
            .producers(1, topic.source().gapLimit(10).meters(registry, Tags.empty()).build())
            .consumers(() -> message -> outcome(message.payload()))
            .build()) {
      queue.start();

      awaitLag(491, Duration.ofHours(2));
    }
  }

  private Queue<String> queue() {
    return topic
        .queue(
            topic.source().meters(registry, Tags.empty()).build(),
            () -> message -> outcome(message.payload()))
        .build();
  }

  private Outcome outcome(String text) {
    return stuck.contains(text) ? Outcome.retry(Duration.ofMillis(50)) : Outcome.ack();
  }

  private void awaitLag(int messages, Duration age) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(gauge("messages")).isEqualTo(messages);
              assertThat(gauge("seconds"))
                  .isBetween((double) age.toSeconds(), age.toSeconds() + 60.0);
            });
  }

  private double gauge(String unit) {
    Gauge gauge = registry.find("millrace.source.lag." + unit).gauge();
    return gauge == null ? Double.NaN : gauge.value(); // the poll thread has not made it yet
  }
}
