package io.millrace.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerChoiceTest {
  private final String before = System.getProperty(BrokerChoice.PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(BrokerChoice.PROPERTY);
    } else {
      System.setProperty(BrokerChoice.PROPERTY, before);
    }
  }

  @Test
  void takesAProcessWhereThatIsWanted() {
    System.setProperty(BrokerChoice.PROPERTY, "process");
    try (KafkaBroker broker = BrokerChoice.broker()) {
      assertThat(broker).isInstanceOf(ForkedKafkaBroker.class);
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    System.setProperty(BrokerChoice.PROPERTY, "podman");

    assertThatIllegalArgumentException()
        .isThrownBy(BrokerChoice::broker)
        .withMessageContaining("podman");
  }
}
