package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KafkaSourceBuilderTest {
  private static KafkaSourceBuilder<String> complete() {
    return KafkaSource.builder(KafkaPayload.text())
        .bootstrapServers("localhost:9092")
        .group("g")
        .topics("t");
  }

  @Test
  void refusesAutomaticCommits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete().properties(Map.of("enable.auto.commit", "true")).build())
        .withMessageContaining("enable.auto.commit must not be set");
    assertThatCode(() -> complete().properties(Map.of("enable.auto.commit", "false")).build())
        .doesNotThrowAnyException();
  }

  @Test
  void refusesDeserializersAsThePayloadSaysHowValuesAreRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete().properties(Map.of("value.deserializer", "x")).build())
        .withMessageContaining("value.deserializer");
  }

  @Test
  void namesWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaSource.builder(KafkaPayload.text()).group("g").topics("t").build())
        .withMessageContaining("bootstrap.servers is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                KafkaSource.builder(KafkaPayload.text())
                    .bootstrapServers("localhost:9092")
                    .topics("t")
                    .build())
        .withMessageContaining("group.id is missing");
  }

  @Test
  void wantsEitherTopicsOrAPattern() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete().topicPattern(Pattern.compile("t.*")).build())
        .withMessageContaining("either topics or a pattern");
  }

  @Test
  void refusesARevokeBudgetThatTheGroupDoesNotWaitFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                complete()
                    .properties(Map.of("max.poll.interval.ms", 5_000))
                    .revokeBudget(Duration.ofSeconds(5))
                    .build())
        .withMessageContaining("max.poll.interval.ms");
  }
}
