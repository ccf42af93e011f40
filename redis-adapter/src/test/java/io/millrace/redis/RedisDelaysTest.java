package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Queue;
import io.millrace.redis.delay.Delayed;
import io.millrace.redis.delay.DelayedJob;
import io.millrace.redis.delay.Due;
import io.millrace.redis.delay.Mover;
import io.millrace.redis.layout.PopEnd;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.SetParams;

class RedisDelaysTest {
  private static final RedisServer REDIS = RedisServer.builder().build();

  private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> handledMillis = new ConcurrentHashMap<>();
  private final JobList jobs = new JobList(REDIS);
  private final RedisDelays<String> delays = delays();

  @BeforeAll
  static void startServer() {
    REDIS.start();
  }

  @AfterAll
  static void closeServer() {
    REDIS.close();
  }

  private RedisDelays<String> delays() {
    return RedisDelays.builder(RedisPayload.text())
        .address(REDIS.uri())
        .list(jobs.name())
        .popEnd(PopEnd.RIGHT)
        .build();
  }

  @AfterEach
  void end() {
    delays.close();
    jobs.close();
  }

  private Outcome handle(Message<String> message) {
    handledMillis.put(message.payload(), System.currentTimeMillis());
    handled.add(message.payload());
    return Outcome.ack();
  }

  private Queue<String> queue() {
    return jobs.queue(jobs.source().build(), this::handle).build();
  }

  private static RedisDelays.Timed<String> job(String payload, Due due) {
    return new RedisDelays.Timed<>(Message.of(payload), due);
  }

  private static Message<String> withId(String payload, String id) {
    return Message.builder(payload).key("k").headers(Headers.of(RedisHeaders.ID, id)).build();
  }

  @Test
  void givesAJobToTheHandlerWhenItIsTimeAndLeavesNothingBehind() throws Exception {
    try (Queue<String> queue = queue()) {
      queue.start();
      Delayed delayed = delays.push(withId("later", "7"), Due.in(Duration.ofMillis(400)));
      assertThat(delayed.id()).isEqualTo("7");
      await().pollInterval(Duration.ofMillis(5)).until(() -> !handled.isEmpty());
      assertThat(handledMillis.get("later")).isGreaterThanOrEqualTo(delayed.due().toEpochMilli());
      await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
    }
  }

  @Test
  void wakesTheMoverForAJobThatIsDueBeforeAllOthers() throws Exception {
    delays.push(Message.of("tomorrow"), Due.in(Duration.ofDays(1)));
    try (Queue<String> queue = queue()) {
      queue.start();
      await().until(() -> jobs.jedis().clientList().contains("cmd=blpop"));
      List<Long> late = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String name = "soon" + i;
        Delayed soon = delays.push(Message.of(name), Due.in(Duration.ofMillis(50)));
        await().pollInterval(Duration.ofMillis(5)).until(() -> handledMillis.containsKey(name));
        late.add(handledMillis.get(name) - soon.due().toEpochMilli());
      }
      late.sort(null);
      assertThat(late.get(0)).isNotNegative();
      // The middle one: a machine that does ten things at once may delay one or two.
      assertThat(late.get(2)).isLessThan(400);
    }
    assertThat(delays.count()).isEqualTo(1);
  }

  @Test
  void deliversLateJobsOnceAndNoneThatWasCancelled() throws Exception {
    List<RedisDelays.Timed<String>> all =
        IntStream.range(0, 1_000)
            .mapToObj(i -> job("j" + i, Due.in(Duration.ofMillis(200))))
            .toList();
    List<Delayed> delayed = delays.push(all);
    for (int i = 0; i < 100; i++) {
      assertThat(delays.cancel(delayed.get(i).id())).isTrue();
      assertThat(delays.cancel(delayed.get(i).id())).isFalse();
    }
    await().until(() -> Instant.now().isAfter(delayed.get(999).due().plusMillis(300)));
    try (Queue<String> queue = queue();
        Mover another = delays.startMover()) {
      queue.start();
      assertThat(another).isNotNull();
      await().until(() -> handled.size() >= 900 && delays.count() == 0);
    }
    assertThat(handled).hasSize(900).doesNotHaveDuplicates().doesNotContain("j0", "j99");
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void keepsWhatWaitsUnderAnId() throws Exception {
    Instant first = Instant.parse("2100-01-01T00:00:00Z");
    assertThat(delays.push(withId("a", "id"), Due.at(first)).isNew()).isTrue();
    Delayed again = delays.push(withId("b", "id"), Due.in(Duration.ZERO));
    assertThat(again).isEqualTo(new Delayed("id", first, false));
    DelayedJob found = delays.find("id").orElseThrow();
    assertThat(found.due()).isEqualTo(first);
    assertThat(found.message().payload()).asString().isEqualTo("a");
    assertThat(found.message().key()).contains("k");
    assertThat(found.message().headers().get(RedisHeaders.ID)).contains("id");
    assertThat(delays.find("other")).isEmpty();
  }

  @Test
  void listsPageAfterPageInTheOrderOfTime() throws Exception {
    Instant time = Instant.parse("2100-01-01T00:00:00Z");
    List<RedisDelays.Timed<String>> all = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      all.add(job("j" + i, Due.at(time.plusSeconds(i / 3))));
    }
    delays.push(all);
    List<DelayedJob> listed = new ArrayList<>(delays.list(100));
    while (listed.size() < 250) {
      listed.addAll(delays.listAfter(listed.get(listed.size() - 1), 60));
    }
    assertThat(listed).extracting(DelayedJob::due).isSorted();
    assertThat(listed).extracting(DelayedJob::id).hasSize(250).doesNotHaveDuplicates();
    assertThat(delays.count()).isEqualTo(250);
    DelayedJob last = listed.get(99);
    assertThat(delays.cancel(last.id())).isTrue();
    assertThat(delays.listAfter(last, 1).get(0).due()).isEqualTo(last.due());
    assertThat(delays.listAfter(listed.get(249), 10)).isEmpty();
  }

  @Test
  void takesOverFromAMoverThatIsGone() throws Exception {
    jobs.jedis().set(jobs.keys().mover(), "a dead one", SetParams.setParams().px(700));
    delays.push(Message.of("a"), Due.at(Instant.EPOCH));
    jobs.jedis().del(jobs.keys().delayedBell());
    try (Mover mover = delays.startMover()) {
      await().until(() -> jobs.jedis().llen(jobs.name()) == 1);
      assertThat(jobs.jedis().get(jobs.keys().mover())).isNotEqualTo("a dead one");
      assertThat(mover).isNotNull();
    }
  }

  @Test
  void isOnTimeWithManyTimers() throws Exception {
    try (Queue<String> queue = queue()) {
      queue.start();
      List<RedisDelays.Timed<String>> all = new ArrayList<>();
      for (int i = 0; i < 4_000; i++) {
        all.add(job("j" + i, Due.in(Duration.ofMillis(500 + i / 4))));
      }
      List<Delayed> delayed = delays.push(all);
      await().until(() -> handled.size() == all.size());
      List<Long> late =
          IntStream.range(0, all.size())
              .mapToObj(i -> handledMillis.get("j" + i) - delayed.get(i).due().toEpochMilli())
              .sorted()
              .toList();
      assertThat(late.get(0)).as("the earliest").isNotNegative();
      // A machine that does ten things at once is no place for tight limits; see benchmarks.
      assertThat(late.get(late.size() / 2)).as("milliseconds late, half of them").isLessThan(500);
    }
  }

  @Test
  void saysWhatRedisRefused() {
    jobs.jedis().set(jobs.keys().delayed(), "no sorted set");
    assertThatThrownBy(() -> delays.push(Message.of("a"), Due.in(Duration.ZERO)))
        .isInstanceOf(PushException.class)
        .hasMessageContaining("1 of 1");
    assertThat(jobs.jedis().exists(jobs.keys().delayedJobs())).isFalse();
  }
}
