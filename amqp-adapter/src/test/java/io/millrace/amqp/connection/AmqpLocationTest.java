package io.millrace.amqp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmqpLocationTest {
  @Test
  void hasTheProtocolsPortsUnlessItIsToldOthers() {
    assertThat(new AmqpLocation().address("b1").address("amqp://b2/shop").toShare())
        .hasToString("b1:5672, b2:5672");
    assertThat(new AmqpLocation().address("amqps://b1").address("b2:99").toShare())
        .hasToString("b1:5671, b2:99");
    assertThat(new AmqpLocation().address("[::1]:5673").toShare()).hasToString("[::1]:5673");
  }

  @Test
  void tellsNobodyAPassword() {
    assertThat(new AmqpLocation().address("amqp://me:secret@b1").toShare()).hasToString("b1:5672");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().address("amqp://me:sec ret@b1"))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("sec"))
        .withNoCause();
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String wrong : new String[] {"", ":5672", "http://b1", "amqp://", "b1:0", "b1:port"}) {
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> new AmqpLocation().address(wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().address("amqp://me@b1"))
        .withMessageContaining("password");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().toShare())
        .withMessageContaining("name a broker");
  }

  @Test
  void refusesTimesThatNoClientCanKeep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().timeout(Duration.ofMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().heartbeat(Duration.ofMillis(500)));
  }

  @Test
  void refusesAFileWithoutCertificates(@TempDir Path directory) throws Exception {
    Path empty = Files.createFile(directory.resolve("ca.pem"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().tls(empty))
        .withMessageContaining("ca.pem");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AmqpLocation().tls(directory.resolve("missing.pem")))
        .withMessageContaining("missing.pem");
  }
}
