package io.millrace.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.kafka.KafkaBroker;
import java.nio.file.Path;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** With a broker of its own, which it treats badly. */
@Isolated
class BrokerOutageTest {
  private static final int OUTAGES = Integer.getInteger("chaos.outages", 1);
  private static final KafkaBroker BROKER = KafkaBroker.builder().sasl("worker", "secret").build();

  @AfterAll
  static void endBroker() {
    BROKER.close();
  }

  @Test
  void waitsForABrokerThatIsDownAtItsStartAndSaysSo(@TempDir Path directory) throws Exception {
    BROKER.kill();
    try (ChaosRun run = new ChaosRun(BROKER, directory);
        Worker worker = Worker.started(run.worker("w"))) {
      ChaosRun.patiently()
          .untilAsserted(
              () ->
                  assertThat(worker.notReady())
                      .hasValueSatisfying(
                          words ->
                              assertThat(words)
                                  .matches(
                                      BROKER.bootstrapServers()
                                          + " does not answer since \\d+ s")));

      BROKER.start();
      run.createTopic();
      Load load = run.load(500);
      try (load) {
        run.awaitCommitted(500);
      }
      assertThat(worker.notReady()).isEmpty();
      run.awaitTheEnd();
      worker.stop();
      ChaosReport.orderly("broker down at the start", run.judge());
    }
  }

  @Test
  void goesOnWhereItWasAfterTheBrokerWasKilledUnderLoad(@TempDir Path directory) throws Exception {
    BROKER.start();
    try (ChaosRun run = ChaosRun.withTopic(BROKER, directory);
        Worker one = Worker.started(run.worker("one"));
        Worker two = Worker.started(run.worker("two"))) {
      Load load = run.load(1_000);
      try (load) {
        for (int outage = 1; outage <= OUTAGES; outage++) {
          run.awaitMoreCommitted(1_000);
          BROKER.restart();
        }
        run.awaitMoreCommitted(1_000);
      }
      run.awaitTheEnd();
      one.stop();
      two.stop();
      ChaosReport.orderly("broker killed and restarted under load, times " + OUTAGES, run.judge());
    }
  }

  @Test
  void saysThatItsCredentialsAreRefused(@TempDir Path directory) throws Exception {
    BROKER.start();
    try (ChaosRun run = ChaosRun.withTopic(BROKER, directory);
        Worker refused = Worker.started(login(run.worker("refused"), "wrong"))) {
      ChaosRun.patiently()
          .untilAsserted(
              () ->
                  assertThat(refused.notReady())
                      .hasValueSatisfying(
                          words -> assertThat(words).contains("refuses the credentials")));
      String words = refused.notReady().orElse("");

      try (Worker taken = Worker.started(login(run.worker("taken"), "secret"))) {
        Load load = run.load(500);
        try (load) {
          run.awaitCommitted(500);
        }
        run.awaitTheEnd();
        assertThat(taken.notReady()).isEmpty();
        assertThat(refused.notReady()).isPresent();
        assertThat(refused.stop().fetched()).isZero();
        taken.stop();
      }
      ChaosReport.orderly("wrong credentials (\"" + words + "\"), then right ones", run.judge());
    }
  }

  private static WorkerSettings login(WorkerSettings worker, String password) {
    return worker
        .with(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, BROKER.saslBootstrapServers())
        .with(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT")
        .with(SaslConfigs.SASL_MECHANISM, "PLAIN")
        .with(
            SaslConfigs.SASL_JAAS_CONFIG,
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"worker\" password=\""
                + password
                + "\";");
  }
}
