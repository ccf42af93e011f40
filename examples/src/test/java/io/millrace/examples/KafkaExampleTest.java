package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.cli.Main;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.queue.Message;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code examples/config/kafka.yaml} says in its comment, with a real broker and processes.
 */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
class KafkaExampleTest {
  private static final String CONFIGURATION = "examples/config/kafka.yaml";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void handlesATopicAndKeepsWhatIsGivenUpUntilItIsDropped(KafkaBroker kafka) throws Exception {
    kafka.createTopic("orders", 3);
    kafka.createTopic("orders.dlq", 1);
    push(kafka, "good 1", "bad 2", "good 3");
    Process daemon = start(kafka);
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> assertThat(dlq(kafka, "ls")).contains("closed").contains("orders"));
    } finally {
      daemon.destroy();
    }
    assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isZero();
    assertThat(dlq(kafka, "drop", "--filter", "reason=closed")).startsWith("dropped 1 of 1 ");
    assertThat(dlq(kafka, "ls")).isEqualTo("no dead letters\n");
  }

  private static void push(KafkaBroker kafka, String... payloads) throws Exception {
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(kafka.bootstrapServers())
            .topic("orders")
            .build()) {
      for (String payload : payloads) {
        pusher.push(List.of(Message.builder(payload).key(payload).build()));
      }
    }
  }

  private Process start(KafkaBroker kafka) throws IOException {
    return ExampleDaemon.start(
        "kafka", directory.resolve("state"), "KAFKA", kafka.bootstrapServers());
  }

  private String dlq(KafkaBroker kafka, String verb, String... more) {
    printed.reset();
    PrintStream out = new PrintStream(printed, true, UTF_8);
    String[] arguments = new String[more.length + 3];
    arguments[0] = "dlq";
    arguments[1] = verb;
    arguments[2] = "--config=" + CONFIGURATION;
    System.arraycopy(more, 0, arguments, 3, more.length);
    int code = Main.run(Map.of("KAFKA", kafka.bootstrapServers()), out, out, arguments);
    assertThat(code).as(printed.toString(UTF_8)).isZero();
    return printed.toString(UTF_8);
  }
}
