package io.millrace.daemon.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config check} says of sinks in transactions. */
class KafkaTransactionsConfigurationTest {
  private static final String SOURCE =
      "kafka: { brokers: [k1:9092], topics: [orders], group: copy }";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"none", "partition", "key"})
  void takesTransactionsInAnyOrder(String order) throws Exception {
    assertThat(check(pipeline("copy", SOURCE, order, "topic: copies, transactional-id: copy-0")))
        .as(text(err))
        .isZero();
    assertThat(text(out))
        .contains("  copy: kafka orders as group copy -> kafka copies in transactions\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory: {}|topic: t, transactional-id: a|.transactional-id: records are written in one transaction with the offsets of what was read, so the source must be kafka as well
          kafka: { brokers: [k1:9092], topics: [o], group: g, share: true }|topic: t, transactional-id: a|.transactional-id: a share group has no offsets to commit
          kafka: { brokers: [k1:9092], topics: [o], group: g, retry-topic: later }|topic: t, transactional-id: a|.transactional-id: a retry topic is written outside of transactions
          kafka: { brokers: [k1:9092], topics: [o], group: g }|topic: t, transactional-id: a, brokers: [k2:9092]|.brokers: a transaction is of one cluster and one login, those of the source
          kafka: { brokers: [k1:9092], topics: [o], group: g }|topic: t, transactional-id: a, tls: {}|.tls: a transaction is of one cluster and one login
          kafka: { brokers: [k1:9092], topics: [o], group: g }|topic: t, transactional-id: a, max-batch: 5|.max-batch: records of a transaction go out with the source's commit
          kafka: { brokers: [k1:9092], topics: [o], group: g }|topic: t, transactional-id: a, properties: { acks: 1 }|.properties.acks: is not to be set here
          kafka: { brokers: [k1:9092], topics: [o], group: g }|topic: t, properties: { transactional.id: a }|.properties.transactional.id: is not set here: write it as transactional-id:
          """)
  void refusesWhatCannotBeHeld(String source, String sink, String problem) throws Exception {
    int code = check(pipeline("copy", source, "none", sink));
    assertThat(text(err)).contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @Test
  void takesNoDeadLettersInTransactions() throws Exception {
    int code =
        check(
            pipeline("copy", SOURCE, "none", "topic: copies")
                + "    dead-letter: { kafka: { topic: dead, transactional-id: a } }\n");
    assertThat(text(err))
        .contains(".dead-letter.kafka.transactional-id: dead letters are pushed, before and apart");
    assertThat(code).isEqualTo(78);
  }

  @Test
  void givesOneTransactionalIdToOnePipelineOnly() throws Exception {
    String sink = "topic: copies, transactional-id: a";
    String second = pipeline("second", SOURCE, "none", sink).replace("pipelines:\n", "");
    int code = check(pipeline("first", SOURCE, "none", sink) + second);
    assertThat(text(err)).contains("the transactional-id a of k1:9092");
    assertThat(code).isEqualTo(78);
  }

  private static String pipeline(String name, String source, String order, String sink) {
    return """
        pipelines:
          - name: %s
            source: { %s }
            order: %s
            sink: { kafka: { %s } }
        """
        .formatted(name, source, order, sink);
  }

  private int check(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("copy.yaml"), yaml);
    return Main.run(Map.of(), print(out), print(err), "config", "check", file.toString());
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
