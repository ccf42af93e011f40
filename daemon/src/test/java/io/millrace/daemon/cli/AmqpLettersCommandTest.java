package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.Binding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace dlq} on a queue of a real broker, by AMQP. */
@Timeout(120)
class AmqpLettersCommandTest {
  private LettersOfABroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = new LettersOfABroker();
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  @Test
  void doesTheSameByAmqp() throws Exception {
    String[] place = {"--amqp=amqp://guest:guest@" + broker.amqpAddress(), "--queue=orders.dead"};
    assertThat(broker.dlq(place, "ls")).isEqualTo(ExitCode.DATA);
    assertThat(broker.complaints())
        .isEqualTo("millrace: there is no queue orders.dead at " + broker.amqpAddress() + "\n");
    try (Binding origin = broker.client().bind("orders")) { // comes into being
      assertThat(origin.notReady()).isEmpty();
    }
    broker.giveUpByAmqp(4);
    assertThat(broker.dlq(place, "ls")).as(broker.complaints()).isZero();
    assertThat(broker.shown()).contains("no 0").contains("no 3").contains("orders");
    assertThat(broker.dlq(place, "redrive", "--filter", "reason=no 1", "--rate", "100")).isZero();
    assertThat(broker.shown())
        .isEqualTo("sent back 1 of 4 dead letters looked at in queue orders.dead\n");
    assertThat(broker.waiting("orders")).containsExactly("m1");
    assertThat(broker.dlq(place, "redrive", "--to", "queue:orders", "--limit", "1")).isZero();
    assertThat(broker.waiting("orders")).containsExactly("m1", "m0");
    assertThat(broker.dlq(place, "drop", "--all")).isZero();
    assertThat(broker.shown())
        .isEqualTo("dropped 2 of 2 dead letters looked at in queue orders.dead\n");
    assertThat(
            broker.run("dlq", "ls", "--amqp=amqp://guest:wrong@" + broker.amqpAddress(), place[1]))
        .isEqualTo(ExitCode.LOGIN);
    assertThat(broker.run("dlq", "ls", "--amqp=127.0.0.1:1", place[1]))
        .isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(broker.run("dlq", "ls", place[0], place[1], "--routing-key=a"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void sendsBackWhatAPipelineGaveUpByAmqpByItsConfiguration(@TempDir Path directory)
      throws Exception {
    try (Binding origin = broker.client().bind("orders")) { // comes into being
      assertThat(origin.notReady()).isEmpty();
    }
    broker.giveUpByAmqp(2);
    String config =
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipelines:
                  - name: notify
                    source: { amqp: { brokers: "%s", queue: orders } }
                    sink: { drop: {} }
                    dead-letter: amqp
                """
                    .formatted(broker.amqpAddress()))
            .toString();
    assertThat(broker.run("dlq", "redrive", "--config", config, "--limit", "1"))
        .as(broker.complaints())
        .isZero();
    assertThat(broker.waiting("orders")).containsExactly("m0");
    assertThat(broker.run("dlq", "redrive", "--config", config, "--to", "queue:orders")).isZero();
    assertThat(broker.waiting("orders")).containsExactly("m0", "m1");
  }
}
