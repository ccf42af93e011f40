package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.server.FaultyProxy;
import io.millrace.testkit.server.FaultyProxy.Direction;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a durable server of its own, which it treats badly. */
class ServerOutageTest {
  private static final int OUTAGES = Integer.getInteger("chaos.outages", 3);
  private static final int PER_SECOND = 2_000;
  private static final RedisServer REDIS = RedisServer.builder().durable().build();

  @BeforeAll
  static void start() {
    REDIS.start();
  }

  @AfterAll
  static void close() {
    REDIS.close();
  }

  @Test
  void losesAndRepeatsNothingWhenADurableServerIsKilledUnderLoad(@TempDir Path directory)
      throws Exception {
    try (ChaosRun run = ChaosRun.on(REDIS, directory);
        Worker one = Worker.started(run.worker("one"));
        Worker two = Worker.started(run.worker("two"))) {
      Load load = run.load(PER_SECOND);
      for (int outage = 1; outage <= OUTAGES; outage++) {
        run.awaitMore(1_000);
        REDIS.restart();
      }
      run.awaitMore(1_000);
      run.end(load);
      run.awaitTheEnd();
      one.stop();
      two.stop();
      ChaosReport.exact("Redis killed and restarted under load, times " + OUTAGES, run.judge(), 0);
    }
  }

  @Test
  void saysThatRedisLoadsAndGoesOnAfterwards(@TempDir Path directory) throws Exception {
    try (ChaosRun run = ChaosRun.on(REDIS, directory);
        Worker worker = Worker.started(run.worker("w"))) {
      Load load = run.load(500);
      run.awaitMore(200);
      REDIS.restartLoading();
      ChaosRun.patiently()
          .untilAsserted(() -> assertThat(worker.notReady().orElse("")).contains("LOADING"));
      REDIS.finishLoading();
      run.awaitMore(200);
      ChaosRun.patiently().untilAsserted(() -> assertThat(worker.notReady()).isEmpty());
      run.end(load);
      run.awaitTheEnd();
      worker.stop();
      ChaosReport.bounded("Redis loads", run.judge(), worker.fenced());
    }
  }

  @Test
  void losesAndRepeatsNothingWhenScriptsAreFlushedUnderLoad(@TempDir Path directory)
      throws Exception {
    try (ChaosRun run = ChaosRun.on(REDIS, directory);
        Worker worker = Worker.started(run.worker("w"))) {
      Load load = run.load(PER_SECOND);
      for (int i = 0; i < 20; i++) {
        run.awaitMore(100);
        REDIS.command("SCRIPT", "FLUSH");
      }
      run.end(load);
      run.awaitTheEnd();
      worker.stop();
      ChaosReport.exact("SCRIPT FLUSH under load, 20 times", run.judge(), 0);
    }
  }

  @Test
  void findsWhatItHadClaimedWhenTheAnswerVanished(@TempDir Path directory) throws Exception {
    try (FaultyProxy network = FaultyProxy.to(REDIS.host(), REDIS.port());
        ChaosRun run = ChaosRun.on(REDIS, directory);
        Worker cutOff =
            Worker.started(
                run.worker("cut-off").withPlace(Place.server(network.host(), network.port())));
        Worker other = Worker.started(run.worker("other"))) {
      Load load = run.load(PER_SECOND);
      run.awaitMore(1_000);
      for (int i = 0; i < 3; i++) {
        network.swallow(Direction.TO_CLIENT);
        ChaosRun.pause(Duration.ofMillis(300));
        network.heal();
        run.awaitMore(500);
      }
      run.end(load);
      run.awaitTheEnd();
      cutOff.stop();
      other.stop();
      ChaosReport.exact("answers vanish for less than a lease, 3 times", run.judge(), 0);
    }
  }

  @Test
  void refusesResultsOfAWorkerThatWasCutOffForLongerThanItsLease(@TempDir Path directory)
      throws Exception {
    try (FaultyProxy network = FaultyProxy.to(REDIS.host(), REDIS.port());
        ChaosRun run = ChaosRun.on(REDIS, directory);
        Worker cutOff =
            Worker.started(
                run.worker("cut-off")
                    .withHandling(Duration.ofMillis(20))
                    .withPlace(Place.server(network.host(), network.port())));
        Worker other = Worker.started(run.worker("other"))) {
      Load load = run.load(PER_SECOND);
      run.awaitMore(1_000);
      network.swallowAll();
      ChaosRun.pause(ChaosRun.LEASE.multipliedBy(2));
      assertThat(cutOff.notReady()).isPresent();
      network.heal();
      run.awaitMore(1_000);
      run.end(load);
      run.awaitTheEnd();
      cutOff.stop();
      other.stop();
      long fenced = cutOff.fenced() + other.fenced();
      ChaosReport.bounded(
          "black hole beyond the lease, " + fenced + " late results refused", run.judge(), fenced);
      assertThat(other.recovered()).as("claims that another took over").isPositive();
    }
  }
}
