package io.millrace.daemon.millrace;

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

/** What {@code config check} and {@code config print} say of the options of a broker's queues. */
class MillraceConfigurationTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void takesASourceASinkAndDeadLettersThatShareItsBroker() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: copy
                    source:
                      millrace:
                        brokers: [b1, "b2:11181", /run/broker.sock]
                        user: u
                        password: p
                        mechanism: plain
                        tls: {}
                        max-message-size: 64MiB
                        queue: orders
                        routing-key: red
                        credit: 50
                        ack-timeout: 30s
                        key: { json: id }
                    order: key
                    sink: { millrace: { queue: copies, confirm: memory, fanout: true } }
                    dead-letter: millrace
                """))
        .as(text(err))
        .isZero();
    assertThat(text(out))
        .contains("  copy: millrace orders with key red -> millrace copies to all\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue: a|2:36: pipelines[0].source.millrace.brokers: say where the broker is, as in brokers: b1:11181
          brokers: b1|.queue: this key must have a value
          brokers: 'b1:port', queue: a|.brokers: 'b1:port' is no address: write host:port, or the path of a unix socket
          brokers: 'b1:0', queue: a|.brokers: 'b1:0' is no address
          brokers: b1, user: u, queue: a|.password: a user has a password; name a variable, as in ${BROKER_PASSWORD}
          brokers: b1, password: p, queue: a|.user: a user has a password
          brokers: b1, queue: a, timeout: 0ms|.timeout: timeout must be at least 1 ms
          brokers: b1, queue: a, heartbeat: 1h|.heartbeat: heartbeat must be at most 10 min
          brokers: b1, queue: a, max-message-size: 2GiB|.max-message-size: must be from 1 to 1073741824
          brokers: b1, queue: a, tls: { ca: /no/such.pem }|.tls.ca: cannot read the PEM file /no/such.pem
          brokers: b1, queue: a, mechanism: md5|.mechanism: expected one of plain, scram-sha-256, found 'md5'
          brokers: b1, queue: a, credit: 70000|.credit: must be from 1 to 65535
          brokers: b1, queue: a, ack-timeout: 10ms|.ack-timeout: must be at least 100ms
          brokers: b1, queue: ''|.queue: a queue has a name
          brokers: b1, queue: a, routing-key: x, routing-keys: [y]|.routing-keys: goes not with routing-key; leave one of them out
          brokers: b1, queue: a, routing-keys: { a: b }|.routing-keys[0]: expected a single value, found a mapping
          brokers: b1, queue: a, routing-keys: [a, kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk]|.routing-keys: has 201 bytes of UTF-8, above 200
          brokers: b1, queue: a, routing-key: kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk|.routing-key: has 201 bytes of UTF-8, above 200
          brokers: b1, queues: a|.queues: unknown key; did you mean 'queue'?
          """)
  void namesWhatIsWrongAndHowToPutItRight(String options, String problem) throws Exception {
    int code =
        check(
            "pipelines:\n  - { name: p, source: { millrace: { %s } }, sink: drop }\n"
                .formatted(options.replace("${", "$${")));
    assertThat(text(err)).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sink: { millrace: { queue: copies } }|.sink.millrace.brokers: say where the broker is
          sink: { millrace: { brokers: b1 } }|.sink.millrace.queue: this key must have a value
          sink: { millrace: { brokers: b1, queue: '' } }|.sink.millrace.queue: a queue has a name
          sink: { millrace: { brokers: b1, queue: a, confirm: quorum } }|.sink.millrace.confirm: expected one of disk, memory, found 'quorum'
          sink: drop, dead-letter: { millrace: { brokers: b1 } }|.dead-letter.millrace.queue: say where dead letters go, as in queue: orders.dead
          """)
  void namesWhatIsWrongWithASink(String sink, String problem) throws Exception {
    int code = check("pipelines:\n  - { name: p, source: { memory: {} }, %s }\n".formatted(sink));
    assertThat(text(err)).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @Test
  void readsSeveralRoutingKeysOrOneWithoutAList() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: several
                    source: { millrace: { brokers: b1, queue: orders, routing-keys: [a.*, "b.#"] } }
                    sink: drop
                  - name: one
                    source: { millrace: { brokers: b1, queue: orders, routing-keys: c.* } }
                    sink: drop
                """))
        .as(text(err))
        .isZero();
    assertThat(text(out))
        .contains("  several: millrace orders with key a.*, b.# -> ")
        .contains("  one: millrace orders with key c.* -> ");
  }

  @Test
  void warnsOfDeadLettersThatKeepNoReason() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: p
                    source: { millrace: { brokers: b1, queue: orders } }
                    sink: drop
                    dead-letter: { millrace: { format: payload } }
                """))
        .isZero();
    assertThat(text(err) + text(out)).contains("why it was given up is not kept");
  }

  @Test
  void masksThePassword() throws Exception {
    Path file =
        write(
            """
            pipelines:
              - name: p
                source: { millrace: { brokers: b1, user: u, password: hush-hush, queue: orders } }
                sink: drop
            """);
    assertThat(Main.run(Map.of(), print(out), print(err), "config", "print", file.toString()))
        .as(text(err))
        .isZero();
    assertThat(text(out) + text(err)).contains("****").doesNotContain("hush-hush");
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
