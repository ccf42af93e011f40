package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.server.FrozenProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RedisExtension.class)
class WorkerCrashTest {
  private static final int KILLS = Integer.getInteger("chaos.kills", 3);
  private static final int WORKERS = 3;
  private static final int PER_SECOND = 1_000;

  /** Such that three workers are just fast enough, and always have their hands full. */
  private static final Duration HANDLING = Duration.ofMillis(16);

  /** In the queue, in handlers, taken with the last fetch, and done since the last settlement. */
  private static final long BOUND = Worker.CAPACITY + 2L * Worker.HANDLERS + 1_000;

  private final RedisServer redis;

  WorkerCrashTest(RedisServer redis) {
    this.redis = redis;
  }

  @Test
  void repeatsExactlyWhatKilledWorkersHadClaimedAndCountsItAsAnAttempt(@TempDir Path directory)
      throws Exception {
    Random random = new Random();
    List<WorkerProcess> workers = new ArrayList<>();
    try (ChaosRun run = ChaosRun.on(redis, directory)) {
      Load load = run.load(PER_SECOND);
      for (int i = 0; i < WORKERS; i++) {
        workers.add(WorkerProcess.start(run.worker("w" + i).withHandling(HANDLING)));
      }
      run.awaitMore(1_000);
      for (int kill = 1; kill <= KILLS; kill++) {
        ChaosRun.pause(Duration.ofMillis(100 + random.nextInt(900)));
        WorkerProcess victim = workers.remove(random.nextInt(WORKERS));
        victim.kill();
        run.crashed(victim);
        workers.add(WorkerProcess.start(run.worker("k" + kill).withHandling(HANDLING)));
      }
      run.end(load);
      run.awaitTheEnd();
      for (WorkerProcess worker : workers) {
        assertThat(worker.stop()).as("results of %s refused", worker.name()).isZero();
      }
      ChaosReport.exact(KILLS + " times kill -9", run.judge(), BOUND);
    } finally {
      workers.forEach(WorkerProcess::close);
    }
  }

  @Test
  void refusesWhatAWorkerEndsThatStoodStillForLongerThanItsLease(@TempDir Path directory)
      throws Exception {
    try (ChaosRun run = ChaosRun.on(redis, directory);
        WorkerProcess zombie =
            WorkerProcess.start(run.worker("zombie").withHandling(Duration.ofMillis(50)));
        WorkerProcess other = WorkerProcess.start(run.worker("other"))) {
      Load load = run.load(400);
      run.awaitMore(500);
      run.awaitClaimsOf(zombie);
      try (FrozenProcess frozen = zombie.freeze()) {
        run.crashed(zombie);
        ChaosRun.pause(ChaosRun.LEASE.plusSeconds(2));
      }
      ChaosRun.pause(Duration.ofSeconds(1));
      run.end(load);
      run.awaitTheEnd();
      long fenced = zombie.stop();
      assertThat(other.stop()).isZero();
      ChaosReport.exact(
          "SIGSTOP beyond the lease, then SIGCONT, " + fenced + " late results refused",
          run.judge(),
          BOUND);
      assertThat(fenced).as("late results that were refused").isPositive();
    }
  }

  @Test
  void keepsLeasesByTheClockOfRedisWhateverAWorkersOwnSays(@TempDir Path directory)
      throws Exception {
    Optional<Path> library = timeFaker();
    assumeThat(library).as("libfaketime is installed").isPresent();
    Map<String, String> late = environment(library.orElseThrow(), "-1h");
    Map<String, String> early = environment(library.orElseThrow(), "+1h");
    try (ChaosRun run = ChaosRun.on(redis, directory);
        WorkerProcess before = WorkerProcess.start(run.worker("an-hour-late"), late);
        WorkerProcess after = WorkerProcess.start(run.worker("an-hour-early"), early);
        WorkerProcess exact = WorkerProcess.start(run.worker("exact"))) {
      Load load = run.load(PER_SECOND);
      run.awaitMore(1_000);
      ChaosRun.pause(ChaosRun.LEASE.multipliedBy(2));
      run.end(load);
      run.awaitTheEnd();
      for (WorkerProcess worker : List.of(before, after, exact)) {
        assertThat(worker.stop()).as("results of %s refused", worker.name()).isZero();
      }
      ChaosReport.exact("clocks of workers wrong by an hour", run.judge(), 0);
    }
  }

  /** The wall clock only: no machine's monotonic clock jumps. */
  private static Map<String, String> environment(Path library, String offset) {
    return Map.of(
        "LD_PRELOAD", library.toString(), "FAKETIME", offset, "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  private static Optional<Path> timeFaker() throws IOException {
    Path directory = Path.of("/usr/lib");
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.find(directory, 3, (file, about) -> isTimeFaker(file))) {
      return files.findFirst();
    }
  }

  private static boolean isTimeFaker(Path file) {
    return file.endsWith("faketime/libfaketime.so.1");
  }
}
