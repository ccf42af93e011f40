package io.millrace.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One broker for all tests; those that end or stop it let it run again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaBrokerTest {
  private final KafkaBroker broker = KafkaBroker.builder().sasl("mill", "stream").build();

  @BeforeAll
  void start() {
    broker.start();
  }

  @AfterAll
  void close() {
    broker.close();
  }

  @Test
  void keepsRecordsThroughKillAndRestart() throws Exception {
    broker.createTopic("kept", 3);
    TopicClient topic = new TopicClient(broker.bootstrapServers(), "kept");
    topic.send(List.of("one", "two", "three"));

    broker.kill();
    assertThat(broker.isRunning()).isFalse();
    broker.restart();
    topic.send(List.of("four"));

    assertThat(topic.readAll(4)).containsExactlyInAnyOrder("one", "two", "three", "four");
  }

  @Test
  void answersNobodyWhilePaused() throws Exception {
    try (Admin admin = admin()) {
      assertThat(admin.describeCluster().clusterId().get()).isNotEmpty();

      broker.pause();
      var asked = admin.describeCluster().clusterId();
      try {
        assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        assertThat(broker.isRunning()).isTrue();
      } finally {
        broker.resume();
      }
      assertThat(asked.get(10, TimeUnit.SECONDS)).isNotEmpty();
    }
  }

  @Test
  void takesShareGroupsAndTransactions() throws Exception {
    try (Admin admin = admin()) {
      FeatureMetadata features = admin.describeFeatures().featureMetadata().get();

      assertThat(features.finalizedFeatures().get("share.version").maxVersionLevel()).isPositive();
      assertThat(features.finalizedFeatures().get("group.version").maxVersionLevel()).isPositive();
      assertThat(features.finalizedFeatures().get("transaction.version").maxVersionLevel())
          .isPositive();
    }
  }

  @Test
  void refusesAWrongPassword() {
    assertThat(clusterIdAs("stream")).succeedsWithin(Duration.ofSeconds(10));
    assertThat(clusterIdAs("steam"))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(SaslAuthenticationException.class);
  }

  private Admin admin() {
    Map<String, Object> settings = TopicClient.settings(broker.bootstrapServers());
    settings.put("default.api.timeout.ms", 15_000);
    return Admin.create(settings);
  }

  private CompletableFuture<String> clusterIdAs(String password) {
    Map<String, Object> settings = TopicClient.settings(broker.saslBootstrapServers());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", "PLAIN");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=mill password="
            + password
            + ";");
    Admin admin = Admin.create(settings);
    return admin
        .describeCluster()
        .clusterId()
        .toCompletionStage()
        .whenComplete((id, failure) -> admin.close(Duration.ZERO))
        .toCompletableFuture();
  }

  @Test
  void showsTheLogWhenItCannotStart() {
    try (KafkaBroker broken = KafkaBroker.builder().property("num.io.threads", "a few").build()) {
      assertThatThrownBy(broken::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("num.io.threads")
          .hasMessageContaining("a few");
    }
  }

  @Test
  void diesWithItsParentEvenWhenPausedAndLeavesNothingBehind(@TempDir Path directory)
      throws Exception {
    Process parent =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerParent.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      parent.destroyForcibly();

      await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
      assertThat(directory).isEmptyDirectory();
    } finally {
      parent.destroyForcibly();
    }
  }
}
