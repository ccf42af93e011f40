package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.redis.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.ClientKillParams;

/** What dead workers, ended leases, fail-overs and lost scripts leave behind. */
class RedisListRecoveryTest {
  private static final RedisServer REDIS = RedisServer.builder().build();

  private final JobList jobs = new JobList(REDIS);

  @BeforeAll
  static void startServer() {
    REDIS.start();
  }

  @AfterAll
  static void closeServer() {
    REDIS.close();
  }

  @AfterEach
  void end() {
    jobs.close();
  }

  @Test
  void givesBackWhatADeadWorkerHadWithOneMoreAttempt() throws Exception {
    jobs.push(3);
    Producer<String> dead = jobs.source().build().create(0);
    FetchBuffer<String> taken = FetchBuffer.of(2);
    dead.fetch(taken);
    ((ClaimingReader<String>) dead).abandon();
    ConcurrentLinkedQueue<Message<String>> messages = new ConcurrentLinkedQueue<>();
    try (Queue<String> queue =
        jobs.queue(
                jobs.source().build(),
                message -> {
                  messages.add(message);
                  return Outcome.ack();
                })
            .build()) {
      queue.start();
      await().until(() -> messages.size() == 3);
    }
    assertThat(messages)
        .extracting(message -> message.payload() + " " + message.attempt())
        .containsExactlyInAnyOrder("m0 2", "m1 2", "m2 1");
    assertThat(jobs.counted("millrace.redis.recovered")).isEqualTo(2);
    await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
  }

  @Test
  void recoversClaimsThatNoLeaseCovers() throws Exception {
    jobs.jedis().hset(jobs.keys().claims("ghost"), Map.of("7", "first", "8", "second"));
    ConcurrentLinkedQueue<String> recovered = new ConcurrentLinkedQueue<>();
    try (Queue<String> queue =
        jobs.queue(
                jobs.source().build(),
                message -> {
                  recovered.add(message.payload() + " " + message.attempt());
                  return Outcome.ack();
                })
            .build()) {
      queue.start();
      await().until(() -> recovered.size() == 2);
    }
    assertThat(recovered).containsExactlyInAnyOrder("first 2", "second 2");
    await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
  }

  @Test
  void refusesALateSettlementAndCountsIt() throws Exception {
    jobs.push(1);
    RedisListSource<String> source = jobs.source().build();
    Producer<String> frozen = source.create(0);
    FetchBuffer<String> first = FetchBuffer.of(1);
    frozen.fetch(first);
    // Nobody calls the producer for longer than its lease: the upkeep takes it for dead.
    await().until(() -> jobs.jedis().llen(jobs.name()) == 1);
    Producer<String> other = source.create(1);
    FetchBuffer<String> second = FetchBuffer.of(1);
    other.fetch(second);
    assertThat(RedisListSource.fencingToken(second.messages().get(0)))
        .isGreaterThan(RedisListSource.fencingToken(first.messages().get(0)));
    frozen.settle(List.of(new Settlement<>(first.messages().get(0), Settlement.Kind.ACKED)));
    assertThat(jobs.counted("millrace.fenced.results")).isEqualTo(1);
    assertThat(jobs.jedis().keys("*" + jobs.name() + "*claims*")).hasSize(1);
    other.settle(List.of(new Settlement<>(second.messages().get(0), Settlement.Kind.ACKED)));
    other.close();
    frozen.close();
    await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
  }

  @Test
  void freesClaimsThatAFailOverBroughtBackWhileItWorksOn() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    jobs.push(1);
    try (Queue<String> queue =
        jobs.queue(
                jobs.source().build(),
                message -> {
                  if (message.payload().equals("m0")) {
                    go.await();
                  }
                  return jobs.handle(message);
                })
            .build()) {
      queue.start();
      await().until(() -> queue.snapshot().fetched() == 1);
      String worker = jobs.jedis().zrange(jobs.keys().leases(), 0, -1).get(0);
      jobs.jedis().hset(jobs.keys().claims(worker), "999999", "ghost");
      jobs.jedis().clientKill(new ClientKillParams().skipMe(ClientKillParams.SkipMe.YES));
      jobs.jedis().lpush(jobs.name(), "next");
      await().until(() -> jobs.handled().contains("next"));
      go.countDown();
      await().until(() -> jobs.handled().contains("ghost"));
    }
    assertThat(jobs.handled()).containsExactlyInAnyOrder("m0", "next", "ghost");
    await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
  }

  @Test
  void survivesThatItsScriptsAreFlushed() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    jobs.push(100);
    try (Queue<String> queue =
        jobs.queue(
                jobs.source().build(),
                message -> {
                  go.await();
                  return jobs.handle(message);
                })
            .build()) {
      queue.start();
      await().until(() -> queue.snapshot().fetched() == 100);
      jobs.jedis().scriptFlush();
      go.countDown();
      await().until(() -> jobs.handled().size() == 100);
      jobs.push(100);
      await().until(() -> jobs.handled().size() == 200);
    }
    assertThat(jobs.traces()).isEmpty();
  }
}
