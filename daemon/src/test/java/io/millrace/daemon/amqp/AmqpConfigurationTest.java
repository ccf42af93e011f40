package io.millrace.daemon.amqp;

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

/** What {@code config check} and {@code config print} say of the options of AMQP's queues. */
class AmqpConfigurationTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void takesASourceASinkAndDeadLettersThatShareItsBroker() throws Exception {
    int code =
        millrace(
            "check",
            """
            pipelines:
              - name: copy
                source:
                  amqp:
                    brokers: [b1, "b2:5673", "amqps://b3/shop"]
                    user: u
                    password: p
                    vhost: /
                    tls: {}
                    timeout: 5s
                    heartbeat: 30s
                    max-message-size: 16MiB
                    queue: orders
                    prefetch: 50
                    key: { header: amqp-routing-key }
                    declare:
                      type: quorum
                      durable: true
                      single-active-consumer: true
                      arguments: { x-max-length: 1000 }
                      exchanges:
                        - { name: events, type: topic, durable: true, arguments: { internal: false } }
                      bindings:
                        - { exchange: events, routing-key: "orders.#", arguments: { a: b } }
                order: key
                sink: { amqp: { exchange: copies, routing-key: k, mandatory: false, persistent: false, max-batch: 5 } }
                dead-letter: amqp
            """);
    assertThat(said()).contains("  copy: amqp orders -> amqp exchange copies k\n");
    assertThat(code).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue: a|.source.amqp.brokers: say where the broker is, as in brokers: b1:5672
          brokers: b1|.queue: this key must have a value
          brokers: 'b1:port', queue: a|.brokers: not a port: 'port'
          brokers: 'http://b1', queue: a|.brokers: not an address of a broker: it begins amqp://host
          brokers: b1, user: u, queue: a|.password: a user has a password; name a variable, as in ${AMQP_PASSWORD}
          brokers: b1, password: p, queue: a|.user: a user has a password
          brokers: b1, queue: a, timeout: 1ms|.timeout: timeout must be at least 100 ms
          brokers: b1, queue: a, heartbeat: 100ms|.heartbeat: heartbeat must be 1 s to 65,535 s
          brokers: b1, queue: a, max-message-size: 2GiB|.max-message-size: must be from 1 to 1073741824
          brokers: b1, queue: a, tls: { ca: /no/such.pem }|.tls.ca: cannot trust the certificates of /no/such.pem
          brokers: b1, queue: a, prefetch: 70000|.prefetch: must be from 1 to 65535
          brokers: b1, queue: a, declare: { type: stream }|.declare.type: expected one of classic, quorum, found 'stream'
          brokers: b1, queue: a, declare: { bindings: [{ routing-key: x }] }|.declare.bindings[0].exchange: this key must have a value
          brokers: b1, queues: a|.queues: unknown key; did you mean 'queue'?
          """)
  void namesWhatIsWrongWithASource(String options, String problem) throws Exception {
    int code =
        millrace(
            "check",
            "pipelines:\n  - { name: p, source: { amqp: { %s } }, sink: drop }\n"
                .formatted(options.replace("${", "$${")));
    assertThat(said()).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sink: { amqp: { queue: copies } }|.sink.amqp.brokers: say where the broker is
          sink: { amqp: { brokers: b1 } }|.sink.amqp.queue: say where messages go, as in queue: mails
          sink: { amqp: { brokers: b1, queue: a, exchange: x } }|.sink.amqp.queue: messages go to a queue or to an exchange
          sink: { amqp: { brokers: b1, queue: a, routing-key: k } }|.sink.amqp.routing-key: has no meaning without exchange
          sink: drop, dead-letter: { amqp: { brokers: b1 } }|.dead-letter.amqp.queue: say where messages go
          """)
  void namesWhatIsWrongWithASink(String sink, String problem) throws Exception {
    int code =
        millrace(
            "check", "pipelines:\n  - { name: p, source: { memory: {} }, %s }\n".formatted(sink));
    assertThat(said()).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @Test
  void masksThePassword() throws Exception {
    int code =
        millrace(
            "print",
            """
            pipelines:
              - name: p
                source: { amqp: { brokers: b1, user: u, password: hush-hush, queue: orders } }
                sink: drop
            """);
    assertThat(said()).contains("****").doesNotContain("hush-hush");
    assertThat(code).isZero();
  }

  private int millrace(String verb, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("orders.yaml"), yaml);
    PrintStream out = new PrintStream(said, true, UTF_8);
    return Main.run(Map.of(), out, out, "config", verb, file.toString());
  }

  private String said() {
    return said.toString(UTF_8);
  }
}
