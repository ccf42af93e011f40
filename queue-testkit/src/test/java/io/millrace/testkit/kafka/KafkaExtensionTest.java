package io.millrace.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
class KafkaExtensionTest {
  private final KafkaBroker given;

  KafkaExtensionTest(KafkaBroker given) {
    this.given = given;
  }

  @Test
  void givesABrokerThatTakesRecords(KafkaBroker kafka) throws Exception {
    kafka.createTopic("greetings", 1);
    TopicClient topic = new TopicClient(kafka.bootstrapServers(), "greetings");

    topic.send(List.of("hello"));

    assertThat(topic.readAll(1)).containsExactly("hello");
  }

  @Test
  void givesTheSameBrokerToAllOfAJvm(KafkaBroker kafka) {
    assertThat(kafka).isSameAs(given);
  }
}
