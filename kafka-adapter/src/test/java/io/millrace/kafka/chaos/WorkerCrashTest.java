package io.millrace.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import io.millrace.testkit.server.FrozenProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Isolated
@ExtendWith(KafkaExtension.class)
class WorkerCrashTest {
  private static final int KILLS = Integer.getInteger("chaos.kills", 2);
  private static final int WORKERS = 3;

  /** Below what the workers can do, but above what two can while the third's partitions wait. */
  private static final int PER_SECOND = 2_000;

  /** What a commit is given to be answered. */
  private static final Duration ANSWER = Duration.ofMillis(500);

  /** A worker is killed within that time of a moment in which its group was seen at rest. */
  private static final Duration LATEST_KILL = Duration.ofMillis(2_100);

  /**
   * How many records a worker may have done without a commit: the 1,000 after which the source
   * commits, and what its handlers can do while no commit is answered. In the classic protocol a
   * member cannot commit during a rebalance either. The source commits when one is over, and a
   * group at rest has none; so no commit of the worker's was refused earlier than that.
   */
  private static long bound(GroupProtocol protocol, Duration sinceRest, Duration handling) {
    Duration unanswered = protocol == GroupProtocol.CLASSIC ? ANSWER.plus(sinceRest) : ANSWER;
    return 1_000 + Worker.HANDLERS * unanswered.toMillis() / handling.toMillis();
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingAndRepeatsOnlyWhatWasNotCommittedWhenWorkersAreKilled(
      GroupProtocol protocol, KafkaBroker broker, @TempDir Path directory) throws Exception {
    int kills = protocol == GroupProtocol.CLASSIC ? KILLS : Math.max(1, KILLS / 5);
    Random random = new Random();
    List<WorkerProcess> workers = new ArrayList<>();
    try (ChaosRun run = ChaosRun.withTopic(broker, directory)) {
      run.setSession();
      Load load = run.load(PER_SECOND);
      try (load) {
        for (int i = 0; i < WORKERS; i++) {
          workers.add(WorkerProcess.start(run.worker("w" + i, protocol)));
        }
        for (int kill = 1; kill <= kills; kill++) {
          WorkerProcess victim = workers.remove(0);
          run.awaitMember(victim.name());
          ChaosRun.pause(
              Duration.ofMillis(100 + random.nextInt((int) LATEST_KILL.toMillis() - 100)));
          victim.kill();
          run.crashed(victim.name());
          workers.add(WorkerProcess.start(run.worker("k" + kill, protocol)));
        }
      }
      run.awaitTheEnd();
      for (WorkerProcess worker : workers) {
        worker.stop();
      }
      ChaosReport.bounded(
          kills + " times kill -9, protocol " + protocol.property(),
          run.judge(),
          bound(protocol, LATEST_KILL, ChaosRun.HANDLING));
    } finally {
      workers.forEach(WorkerProcess::close);
    }
  }

  @Test
  void refusesWhatAWorkerEndsThatStoodStillForLongerThanItsSession(
      KafkaBroker broker, @TempDir Path directory) throws Exception {
    Duration slow = Duration.ofMillis(50);
    Duration pause = Duration.ofSeconds(1);
    try (ChaosRun run = ChaosRun.withTopic(broker, directory);
        WorkerProcess zombie = WorkerProcess.start(run.worker("zombie").withHandling(slow));
        WorkerProcess other = WorkerProcess.start(run.worker("other"))) {
      Load load = run.load(400);
      try (load) {
        run.awaitMember("zombie");
        ChaosRun.pause(pause);
        // An assignment has a name from its first record on: one that it begins with only after it
        // was frozen could not be told from one that it is given anew.
        run.awaitBegun("zombie");
        try (FrozenProcess frozen = zombie.freeze()) {
          run.crashed("zombie");
          ChaosRun.pause(ChaosRun.SESSION_TIMEOUT.plusSeconds(2));
        }
        ChaosRun.pause(Duration.ofSeconds(2));
      }
      run.awaitTheEnd();
      zombie.stop();
      other.stop();
      Verdict verdict = run.judge();
      ChaosReport.bounded(
          "SIGSTOP beyond the session, then SIGCONT",
          verdict,
          bound(GroupProtocol.CLASSIC, pause, slow));
      assertThat(verdict.late()).as("results that came too late").isPositive();
    }
  }
}
