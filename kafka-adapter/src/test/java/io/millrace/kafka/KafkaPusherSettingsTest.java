package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaPusherSettingsTest {
  private static final Map<String, Object> BROKERS = Map.of("bootstrap.servers", "127.0.0.1:9");

  private static KafkaPusherBuilder<byte[]> builder() {
    return KafkaPusher.builder(KafkaPayload.bytes()).topic("t").properties(BROKERS);
  }

  @Test
  void isSafeAndBatchesUnlessToldOtherwise() {
    ProducerSettings settings = ProducerSettings.of(BROKERS, Duration.ofMinutes(2));
    assertThat(settings.properties())
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.in.flight.requests.per.connection", 1)
        .containsEntry("compression.type", "lz4")
        .containsEntry("batch.size", 128 * 1024);
    assertThat(settings.brokers()).isEqualTo("127.0.0.1:9");
  }

  @Test
  void dividesTheDeliveryTimeoutBetweenFindingTheTopicAndDelivery() {
    ProducerSettings settings = ProducerSettings.of(BROKERS, Duration.ofSeconds(4));
    assertThat(settings.properties())
        .containsEntry("max.block.ms", 1_000L)
        .containsEntry("delivery.timeout.ms", 3_000)
        .containsEntry("request.timeout.ms", 3_000);
    assertThat(ProducerSettings.of(BROKERS, Duration.ofMinutes(2)).properties())
        .containsEntry("request.timeout.ms", 30_000);
  }

  @Test
  void givenPropertiesWin() {
    ProducerSettings settings =
        ProducerSettings.of(
            Map.of(
                "bootstrap.servers", "a:1,b:2",
                "linger.ms", "50",
                "delivery.timeout.ms", "5000",
                "max.request.size", "2000000"),
            Duration.ofMinutes(2));
    assertThat(settings.properties())
        .containsEntry("linger.ms", "50")
        .containsEntry("request.timeout.ms", 4_950);
    assertThat(settings.brokers()).isEqualTo("a:1,b:2");
    assertThat(settings.maxRequestBytes()).isEqualTo(2_000_000);
  }

  @Test
  void refusesWhatIsWrongAtOnce() {
    assertThatThrownBy(() -> builder().properties(Map.of("linger.ms", "soon")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linger.ms");
    assertThatThrownBy(() -> builder().properties(Map.of("acks", "1")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idempoten");
    assertThatThrownBy(() -> builder().properties(Map.of("transactional.id", "x")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KafkaTransactions");
    assertThatThrownBy(() -> builder().deliveryTimeout(Duration.ofMillis(10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void needsBrokersAndATopic() {
    assertThatThrownBy(() -> KafkaPusher.builder(KafkaPayload.bytes()).topic("t").build())
        .hasMessageContaining("bootstrap servers");
    assertThatThrownBy(() -> KafkaPusher.builder(KafkaPayload.bytes()).properties(BROKERS).build())
        .hasMessageContaining("topic");
  }
}
