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

/** What {@code config check} and {@code config print} say of Kafka's options. */
class KafkaConfigurationTest {
  private static final String GOOD = "brokers: [k1:9092], topics: [orders], group: notify";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void takesASourceASinkAndDeadLettersThatShareItsBrokers() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: copy
                    source: { kafka: { %s, offset: latest, commit: { every: 500ms, done: 10 } } }
                    order: key
                    sink: { kafka: { topic: copies, properties: { linger.ms: 20 } } }
                    dead-letter: { kafka: { topic: orders.dlq } }
                """
                    .formatted(GOOD)))
        .as(text(err))
        .isZero();
    assertThat(text(out)).contains("  copy: kafka orders as group notify -> kafka copies\n");
  }

  @Test
  void takesAPatternAndAShareGroup() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: pattern
                    source: { kafka: { brokers: k1:9092, topic-pattern: 'orders-.*', group: a, retry-topic: later } }
                    sink: drop
                  - name: shared
                    source: { kafka: { %s, share: true } }
                    sink: drop
                """
                    .formatted(GOOD)))
        .as(text(err))
        .isZero();
    assertThat(text(out))
        .contains("kafka topics orders-.* as group a")
        .contains("kafka orders as share group notify");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          topics: [orders], group: notify|2:33: pipelines[0].source.kafka.brokers: say where Kafka is: brokers: [host:9092]
          brokers: [k1], topics: [orders], group: a|pipelines[0].source.kafka.brokers: a broker is host:port, found 'k1'
          brokers: [k1:9092], group: notify|.topics: say what to read: topics: [orders], or topic-pattern: 'orders-.*'
          brokers: [k1:9092], topics: [orders]|.group: name a consumer group, as in group: notify; processes of one group share the work
          brokers: [k1:9092], topics: [or ders], group: a|.topics: a topic's name has up to 249 letters, digits, '.', '_' and '-', found 'or ders'
          brokers: [k1:9092], topics: [orders], topic-pattern: x, group: a|.topic-pattern: either topics or a pattern of topics, not both
          brokers: [k1:9092], topic-pattern: '(', group: a|.topic-pattern: not a regular expression:
          brokers: [k1:9092], topics: [orders], group: a, offset: last|.offset: expected one of earliest, latest, found 'last'
          brokers: [k1:9092], topics: [orders], group: a, offest: latest|.offest: unknown key; did you mean 'offset'?
          brokers: [k1:9092], topics: [orders], group: a, share: true, gap-limit: 3|.gap-limit: has no meaning in a share group; leave it or share out
          brokers: [k1:9092], topics: [orders], group: a, share: true, key: { json: id }|.key: has no meaning in a share group; leave it or share out
          brokers: [k1:9092], topics: [orders], group: a, key: { header: h, json: id }|.key.header: a key is found by one of header, json, field and regex
          brokers: [k1:9092], topics: [orders], group: a, key: { regex: '(' }|.key.regex: not a regular expression
          brokers: [k1:9092], topics: [orders], group: a, commit: { every: 0ms }|.commit.every: must be at least 1ms
          brokers: [k1:9092], topics: [orders], group: a, retry-topic: orders|.retry-topic: must not be among the topics: it is read anyway
          brokers: [k1:9092], topics: [orders], group: a, revoke-budget: 10m|revokeBudget must be below max.poll.interval.ms
          brokers: [k1:9092], topics: [orders], group: a, properties: { group.id: b }|.properties.group.id: is not set here: write it as group:
          brokers: [k1:9092], topics: [orders], group: a, properties: { enable.auto.commit: true }|.properties.enable.auto.commit: is not set here: Millrace commits what is handled, and nothing else
          brokers: [k1:9092], topics: [orders], group: a, properties: { fetch.mni.bytes: 1 }|.properties.fetch.mni.bytes: Kafka has no such property; did you mean 'fetch.min.bytes'?
          brokers: [k1:9092], topics: [orders], group: a, properties: { fetch.min.bytes: many }|.properties.fetch.min.bytes: Invalid value many for configuration fetch.min.bytes
          brokers: [k1:9092], topics: [orders], group: a, tls: { ca: /no/such.pem }|.tls.ca: cannot read the PEM file /no/such.pem
          brokers: [k1:9092], topics: [orders], group: a, sasl: { username: u }|.sasl.password: this key must have a value; name a variable
          brokers: [k1:9092], topics: [orders], group: a, sasl: { mechanism: scram, username: u, password: p }|.sasl.mechanism: expected one of plain, scram-sha-256, scram-sha-512, found 'scram'
          brokers: [k1:9092], topics: [orders], group: a, tls: {}, properties: { security.protocol: SSL }|.properties.security.protocol: tls: and sasl: set this already; write it in one place
          """)
  void namesWhatIsWrongAndHowToPutItRight(String options, String problem) throws Exception {
    int code =
        check(
            """
            pipelines:
              - { name: p, source: { kafka: { %s } }, sink: drop }
            """
                .formatted(options));
    assertThat(text(err)).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @Test
  void refusesAnOrderThatCannotBeKept() throws Exception {
    assertThat(check(pipeline(GOOD + ", share: true", "key"))).isEqualTo(78);
    assertThat(check(pipeline(GOOD + ", retry-topic: later", "key"))).isEqualTo(78);
    assertThat(text(err))
        .contains(".share: a share group has no order: write order: none for this pipeline")
        .contains(".retry-topic: a message that leaves for another topic loses its order");
  }

  @Test
  void wantsATopicAndKnowsNoBrokersButThoseOfItsSource() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: p
                    source: { memory: {} }
                    sink: { kafka: { topic: copies } }
                    dead-letter: { kafka: { brokers: [k1:9092] } }
                """))
        .isEqualTo(78);
    assertThat(text(err)).contains(".sink.kafka.brokers: say where Kafka is: brokers: [host:9092]");
  }

  @Test
  void showsNoSecret() throws Exception {
    Path file =
        write(
            pipeline(
                GOOD
                    + ", properties: { sasl.jaas.config: 'x password=geheim1;' }, tls: { certificate: %s,"
                        .formatted(Files.writeString(directory.resolve("id.pem"), "pem"))
                    + " key-password: geheim2 }",
                "none"));
    Path secret = Files.writeString(directory.resolve("secret"), "geheim3\n");
    int code =
        Main.run(
            Map.of("MILLRACE_PIPELINES_P_SOURCE_KAFKA_TLS_KEY_PASSWORD_FILE", secret.toString()),
            print(out),
            print(err),
            "config",
            "print",
            file.toString());
    assertThat(code).as(text(err)).isZero();
    assertThat(text(out))
        .contains("sasl.jaas.config: '****'")
        .contains("key-password: '****'")
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource({"PLAIN,true", "SCRAM-SHA-512,false"})
  void takesALoginFromAVariable(String mechanism, boolean hasTls) throws Exception {
    String options =
        GOOD
            + ", sasl: { mechanism: %s, username: u, password: '${PW}' }"
                .formatted(mechanism.toLowerCase(java.util.Locale.ROOT))
            + (hasTls ? ", tls: {}" : "");
    int code =
        Main.run(
            Map.of("PW", "a\"b\\c"),
            print(out),
            print(err),
            "config",
            "check",
            write(pipeline(options, "partition")).toString());
    assertThat(code).as(text(err)).isZero();
  }

  private static String pipeline(String source, String order) {
    return """
        pipelines:
          - { name: p, source: { kafka: { %s } }, order: %s, sink: drop }
        """
        .formatted(source, order);
  }

  private int check(String yaml) throws IOException {
    return Main.run(Map.of(), print(out), print(err), "config", "check", write(yaml).toString());
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("orders.yaml"), yaml);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
