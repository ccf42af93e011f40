package io.millrace.redis.chaos;

import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisSentinel;
import io.millrace.testkit.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Masters that change. Replication is asynchronous: a job counts once a replica has it, and what a
 * new master does not know of settlements is done once more.
 */
class FailoverTest {
  private static final int PER_SECOND = 1_000;
  private static final int TIMES = Integer.getInteger("chaos.failovers", 1);

  @Test
  void losesNothingWhenSentinelsMakeTheReplicaTheMaster(@TempDir Path directory) throws Exception {
    try (RedisSentinel redis = RedisSentinel.builder().sentinels(3).build()) {
      redis.start();
      try (ChaosRun run =
              new ChaosRun(
                  Place.of("sentinel", redis.sentinels()),
                  redis::master,
                  ChaosRun.freshName(),
                  directory);
          Worker one = Worker.started(run.worker("one"));
          Worker two = Worker.started(run.worker("two"))) {
        Load load = run.replicatedLoad(PER_SECOND);
        run.awaitMore(500);
        long rolledBack = 0;
        for (int i = 0; i < TIMES; i++) {
          RedisServer killed = redis.master();
          killed.kill();
          redis.awaitMasterOtherThan(killed);
          killed.start();
          redis.awaitLinked(killed);
          run.awaitMore(500);
          // Both are masters for a while, and what workers settle at the old one is forgotten.
          long before = run.done();
          redis.failover();
          rolledBack += run.done() - before;
          run.awaitMore(500);
        }
        run.end(load);
        run.awaitTheEnd();
        judge(
            "Sentinel: master killed, and failover on demand, times " + TIMES,
            run,
            List.of(one, two),
            rolledBack);
      }
    }
  }

  @Test
  void losesNothingWhenAReplicaOfTheClusterTakesOver(@TempDir Path directory) throws Exception {
    try (RedisCluster cluster =
        RedisCluster.builder().replicas().nodeTimeout(Duration.ofSeconds(1)).build()) {
      cluster.start();
      String list = ChaosRun.freshName();
      try (ChaosRun run =
              new ChaosRun(
                  Place.of("cluster", cluster.nodes()),
                  () -> cluster.masterOf(list),
                  list,
                  directory);
          Worker one = Worker.started(run.worker("one"));
          Worker two = Worker.started(run.worker("two"))) {
        int slot = cluster.slotOf(list);
        Load load = run.replicatedLoad(PER_SECOND);
        run.awaitMore(500);
        for (int i = 0; i < TIMES; i++) {
          RedisServer killed = cluster.masterOf(slot);
          killed.kill();
          cluster.awaitMasterOtherThan(killed, slot);
          killed.start();
          cluster.awaitServing();
          run.awaitMore(500);
          cluster.failover(cluster.masterOf(slot));
          run.awaitMore(500);
        }
        run.end(load);
        run.awaitTheEnd();
        judge(
            "Cluster: master killed, and failover on demand, times " + TIMES,
            run,
            List.of(one, two),
            0);
      }
    }
  }

  @Test
  void losesAndRepeatsNothingWhileTheSlotMoves(@TempDir Path directory) throws Exception {
    try (RedisCluster cluster = RedisCluster.builder().build()) {
      cluster.start();
      String list = ChaosRun.freshName();
      try (ChaosRun run =
              new ChaosRun(
                  Place.of("cluster", cluster.nodes()),
                  () -> cluster.masterOf(list),
                  list,
                  directory);
          Worker one = Worker.started(run.worker("one"));
          Worker two = Worker.started(run.worker("two"))) {
        Load load = run.load(PER_SECOND);
        run.awaitMore(500);
        for (int i = 0; i < 3 * TIMES; i++) {
          cluster.moveSlotOf(list);
          run.awaitMore(500);
        }
        run.end(load);
        run.awaitTheEnd();
        one.stop();
        two.stop();
        ChaosReport.exact("the slot moves under load, times " + 3 * TIMES, run.judge(), 0);
      }
    }
  }

  /**
   * What a worker was refused, and what was put back, may have been done by another as well.
   *
   * @param rolledBack how much may have been done at a master whose changes were dropped
   */
  private static void judge(String condition, ChaosRun run, List<Worker> workers, long rolledBack)
      throws Exception {
    workers.forEach(Worker::stop);
    long fenced = workers.stream().mapToLong(Worker::fenced).sum();
    long recovered = workers.stream().mapToLong(Worker::recovered).sum();
    ChaosReport.bounded(
        String.format(
            Locale.ROOT,
            "%s; results refused %,d, claims put back %,d, done at a master that was dropped %,d",
            condition,
            fenced,
            recovered,
            rolledBack),
        run.judge(),
        fenced + recovered + rolledBack);
  }
}
