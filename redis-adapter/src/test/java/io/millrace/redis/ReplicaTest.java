package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Queue;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master and its replica: who is safe where, and what one sees who takes one for the other. */
class ReplicaTest {
  private final RedisServer master = RedisServer.builder().build();
  private final RedisServer replica =
      RedisServer.builder()
          .option("replicaof " + master.host() + " " + master.port())
          .option("replica-serve-stale-data no")
          .build();

  private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() {
    master.start();
    replica.start();
    await()
        .ignoreExceptions()
        .until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
    // A new replica is sent nothing until its master has heard from it, up to a second later.
    master.command("SET", "linked", "yes");
    await().until(() -> replica.command("GET", "linked").equals("yes"));
  }

  @AfterEach
  void close() {
    replica.close();
    master.close();
  }

  private static RedisListPusherBuilder<String> pusher(RedisServer at) {
    return RedisListPusher.builder(RedisPayload.text()).address(at.uri()).list("jobs");
  }

  private Queue<String> queue(RedisListSource<String> source) {
    return Queue.<String>builder("jobs")
        .producers(1, source)
        .consumers(
            ConsumerFactory.shared(
                message -> {
                  handled.add(message.payload());
                  return Outcome.ack();
                }))
        .build();
  }

  @Test
  void waitsForAReplicaAndSaysSoWhenThereIsNone() throws Exception {
    try (RedisListPusher<String> pusher =
        pusher(master).replicas(1, Duration.ofMillis(500)).build()) {
      for (int i = 0; i < 50; i++) {
        pusher.push(List.of(Message.of("safe " + i)));
        assertThat(replica.command("LLEN", "jobs")).isEqualTo(Integer.toString(i + 1));
      }
      replica.pause();
      assertThatThrownBy(() -> pusher.push(List.of(Message.of("here only"))))
          .isInstanceOf(PushException.class)
          .hasMessageContaining("on 0 replicas");
      replica.resume();
      await().until(() -> replica.command("LLEN", "jobs").equals("51"));
      pusher.push(List.of(Message.of("safe again")));
      replica.kill();
      assertThatThrownBy(() -> pusher.push(List.of(Message.of("here only"))))
          .isInstanceOf(PushException.class)
          .hasMessageContaining("on 0 replicas");
    }
  }

  @Test
  void saysThatAReplicaIsOneAndThatItsMasterIsGoneAndBeginsOnceItIsAMaster() throws Exception {
    RedisListSource<String> source =
        RedisListSource.builder(RedisPayload.text()).address(replica.uri()).lists("jobs").build();
    try (RedisListPusher<String> toMaster = pusher(master).build();
        RedisListPusher<String> toReplica = pusher(replica).build();
        Queue<String> queue = queue(source)) {
      toMaster.push(List.of(Message.of("job")));
      queue.start();
      awaitNotReady(source, "it is a replica (READONLY)");
      assertThatThrownBy(() -> toReplica.push(List.of(Message.of("nowhere"))))
          .isInstanceOf(PushException.class)
          .hasMessageContaining("READONLY");

      // What a replica says to writes is READONLY, unless it is one that takes them. What it has
      // not been sent is gone with its master.
      await().until(() -> replica.command("LLEN", "jobs").equals("1"));
      master.kill();
      replica.command("CONFIG", "SET", "replica-read-only", "no");
      awaitNotReady(source, "it is a replica without its master (MASTERDOWN)");

      replica.command("REPLICAOF", "NO", "ONE");
      await().until(() -> handled.contains("job"));
      await().untilAsserted(() -> assertThat(source.notReady()).isEmpty());
      toReplica.push(List.of(Message.of("more")));
      await().until(() -> handled.contains("more"));
    }
    assertThat(handled).containsExactly("job", "more");
  }

  private static void awaitNotReady(RedisListSource<String> source, String words) {
    await()
        .untilAsserted(
            () ->
                assertThat(source.notReady())
                    .hasValueSatisfying(why -> assertThat(why).contains(words)));
  }
}
