package io.millrace.daemon.kq;

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

class KqImportTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void takesTheDefaultsOfKqWhereNothingIsSaid() throws Exception {
    String imported =
        imported(
            """
            Name: kq
            Brokers:
            - 127.0.0.1:19092
            - 127.0.0.1:19092
            Group: adhoc
            Topic: orders
            """);
    assertThat(plain(imported))
        .contains("app: kq\n")
        .contains("  - name: kq\n")
        .contains("brokers: [\"127.0.0.1:19092\"]\n")
        .contains("topics: [orders]\n")
        .contains("group: adhoc\n")
        .contains("offset: latest\n")
        .contains("fetch.min.bytes: 10240\n")
        .contains("max.partition.fetch.bytes: 10485760\n")
        .contains("commit: { every: 1s }\n")
        .contains("producers: 1\n")
        .contains("consumers: 8\n")
        .contains("buffer: { messages: 1000 }\n")
        .doesNotContain("sasl:")
        .doesNotContain("tls:");
    assertThat(imported).contains("# ForceCommit: true commits messages whose handler failed.");
    assertPasses(imported);
  }

  @Test
  void takesEverythingThatIsSaidWhateverItsCase() throws Exception {
    Path authority = Files.writeString(directory.resolve("ca.pem"), "pem");
    String imported =
        imported(
            """
            name: "order service"
            BROKERS: [k1:9093, k2:9093]
            group: notify
            Topic: orders
            CAFile: %s
            offset: first
            Conns: 2
            consumers: 4
            Processors: 16
            MinBytes: 1
            MaxBytes: 1048576
            Username: alice
            PASSWORD: s3cr3t
            ForceCommit: false
            CommitInOrder: true
            Log: { Level: info }
            Telemetry: { Endpoint: x }
            """
                .formatted(authority));
    assertThat(plain(imported))
        .contains("  - name: order-service\n")
        .contains("brokers: [\"k1:9093\", \"k2:9093\"]\n")
        .contains("offset: earliest\n")
        .contains("producers: 2\n")
        .contains("consumers: 32\n")
        .contains("buffer: { messages: 2000 }\n")
        .contains("fetch.min.bytes: 1\n")
        .contains("username: alice\n")
        .contains("password: ${KQ_PASSWORD}\n")
        .contains("tls: { ca: " + authority);
    assertThat(imported)
        .doesNotContain("s3cr3t")
        .contains("# Consumers: 4 has no equal")
        .contains("Here the broker's certificate is verified")
        .contains("# CommitInOrder: true is how it always is here.")
        .contains("# ForceCommit: false leaves failed messages")
        .contains("# Not taken over: Log, Telemetry.");
    assertPasses(imported);
  }

  @Test
  void findsQueuesInsideTheConfigurationOfAService() throws Exception {
    String imported =
        imported(
            """
            Name: shop
            Database: { Hosts: [db:1] }
            Queues:
              - { Brokers: [k1:9092], Group: a, Topic: orders, Username: u, Password: geheim1 }
              - { Brokers: [k1:9092], Group: a, Topic: mails-2, Username: u, Password: geheim2 }
            Nested: { KqConsumerConf: { Brokers: [k1:9092], Group: b, Topic: orders } }
            Pusher: { Brokers: [k1:9092], Topic: orders }
            """);
    assertThat(plain(imported))
        .contains(
            "app: shop\n",
            "  - name: Queues\n",
            "  - name: Queues-2\n",
            "  - name: KqConsumerConf\n")
        .contains("password: ${KQ_PASSWORD_ORDERS}\n", "password: ${KQ_PASSWORD_MAILS_2}\n");
    assertThat(imported).doesNotContain("geheim");
    assertPasses(imported);
  }

  @Test
  void keepsReferencesToTheEnvironment() throws Exception {
    String imported =
        imported(
            "{\"Name\":\"kq\",\"Brokers\":[\"${BROKER}\"],\"Group\":\"g\",\"Topic\":\"t\","
                + "\"Username\":\"${USER}\",\"Password\":\"${PASS}\"}");
    assertThat(plain(imported))
        .contains("brokers: [\"${BROKER}\"]\n")
        .contains("username: \"${USER}\"\n")
        .contains("password: ${PASS}\n");
  }

  @Test
  void leavesALoginOutThatKqIgnores() throws Exception {
    String imported = imported("{ Brokers: [k1:9092], Group: g, Topic: t, Username: alice }");
    assertThat(imported).doesNotContain("sasl").contains("is ignored by kq, and left out here");
    assertPasses(imported);
  }

  @Test
  void namesWhatIsWrongWithItsPlace() throws Exception {
    assertThat(run("{ Brokers: [k1:9092], Group: g, Topic: t, Offset: newest, Conns: few }"))
        .isEqualTo(78);
    assertThat(err.toString(UTF_8))
        .contains("kq.yaml:1:51: Offset: expected one of first, last, found 'newest'")
        .contains("Conns: expected a whole number");
    assertThat(run("Name: a\nBrokers: [k1:9092]\n")).isEqualTo(78);
    assertThat(err.toString(UTF_8))
        .contains("kq.yaml: there is no kq queue in it: a mapping with Brokers, Group and Topic");
    assertThat(run("a: [")).isEqualTo(78);
  }

  @Test
  void endsWith64WithoutAFile() {
    assertThat(millrace("config", "import-kq")).isEqualTo(64);
    assertThat(millrace("config", "import-kq", "a", "b")).isEqualTo(64);
  }

  private String imported(String yaml) throws IOException {
    int code = run(yaml);
    assertThat(code).as(err.toString(UTF_8)).isZero();
    return out.toString(UTF_8);
  }

  private int run(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("kq.yaml"), yaml);
    return millrace("config", "import-kq", file.toString());
  }

  private void assertPasses(String imported) throws IOException {
    Path file = Files.writeString(directory.resolve("millrace.yaml"), imported);
    assertThat(millrace("config", "check", file.toString()))
        .as(imported + err.toString(UTF_8))
        .isZero();
  }

  private int millrace(String... arguments) {
    Map<String, String> environment =
        Map.of("KQ_PASSWORD", "x", "KQ_PASSWORD_ORDERS", "y", "KQ_PASSWORD_MAILS_2", "z");
    return Main.run(
        environment,
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        arguments);
  }

  /** Without comments. */
  private static String plain(String yaml) {
    return yaml.replaceAll(" +# .*", "").replaceAll("(?m)^# .*\n", "");
  }
}
