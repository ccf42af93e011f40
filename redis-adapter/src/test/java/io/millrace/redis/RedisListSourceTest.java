package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import io.millrace.redis.layout.PopEnd;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisListSourceTest {
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
  void takesWhatAnyClientPushesAndLeavesNothingBehind() throws Exception {
    jobs.push(1_000);
    try (Queue<String> queue = jobs.queue(jobs.source().build(), jobs::handle).build()) {
      queue.start();
      await().until(() -> jobs.handled().size() == 1_000);
      jobs.jedis().lpush(jobs.name(), "later");
      await().until(() -> jobs.handled().size() == 1_001);
      await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
    }
    assertThat(jobs.handled()).doesNotHaveDuplicates();
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void isWokenByAPushRatherThanByAskingAgain() throws Exception {
    RedisListSource<String> source = jobs.source().lease(Duration.ofSeconds(30)).build();
    try (Queue<String> queue = jobs.queue(source, jobs::handle).build()) {
      queue.start();
      await().until(() -> jobs.jedis().clientList().contains("cmd=blmove"));
      long before = commands();
      await().pollDelay(Duration.ofMillis(900)).until(() -> true);
      assertThat(commands() - before).as("commands in 0.9 idle seconds").isLessThan(40);
      List<Duration> late = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        late.add(untilHandled("now", i));
      }
      // The middle one: a machine that does ten things at once may delay one or two.
      assertThat(late.stream().sorted().toList().get(2)).isLessThan(Duration.ofMillis(500));
    }
  }

  private Duration untilHandled(String job, int all) {
    long pushed = System.nanoTime();
    jobs.jedis().lpush(jobs.name(), job);
    await().pollInterval(Duration.ofMillis(1)).until(() -> jobs.handled().size() == all);
    return Duration.ofNanos(System.nanoTime() - pushed);
  }

  @Test
  void isWokenOnceForWhatComesWithinAMillisecond() throws Exception {
    try (Queue<String> queue = jobs.queue(jobs.source().build(), jobs::handle).build()) {
      queue.start();
      await().until(() -> jobs.jedis().clientList().contains("cmd=blmove"));
      jobs.jedis().configResetStat();
      long begin = System.nanoTime();
      IntStream.range(0, 3_000).forEach(i -> jobs.jedis().lpush(jobs.name(), "m" + i));
      await().until(() -> jobs.handled().size() == 3_000);
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      assertThat(calls("blmove")).isLessThanOrEqualTo(millis + 2);
    }
  }

  private long calls(String command) {
    return jobs.jedis()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
        .sum();
  }

  private long commands() {
    return jobs.jedis()
        .info("stats")
        .lines()
        .filter(line -> line.startsWith("total_commands_processed:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }

  @Test
  void consumesFromTheLeftWhereTheListIsPushedOnTheRight() throws Exception {
    jobs.jedis().rpush(jobs.name(), "a", "b", "c");
    Producer<String> producer = jobs.source().popEnd(PopEnd.LEFT).build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(2);
    producer.fetch(fetch);
    assertThat(fetch.messages()).extracting(Message::payload).containsExactly("a", "b");
    JobList.giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).containsExactly("a", "b", "c");
  }

  @Test
  void putsBackWhatWasNotHandledInItsOrderAndAsItWas() throws Exception {
    jobs.push(10);
    List<String> before = jobs.jedis().lrange(jobs.name(), 0, -1);
    Producer<String> producer = jobs.source().build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(7);
    producer.fetch(fetch);
    assertThat(jobs.jedis().llen(jobs.name())).isEqualTo(3);
    JobList.giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).isEqualTo(before);
    assertThat(jobs.traces()).containsExactly(jobs.name());
  }

  @Test
  void readsAllListsThatAQueueIsSpreadOver() throws Exception {
    try (RedisListPusher<String> pusher =
        RedisListPusher.builder(RedisPayload.text())
            .address(REDIS.uri())
            .list(jobs.name())
            .shards(3)
            .build()) {
      pusher.push(IntStream.range(0, 30).mapToObj(i -> Message.of("m" + i)).toList());
    }
    RedisListSource<String> source =
        RedisListSource.builder(RedisPayload.text())
            .address(REDIS.uri())
            .shards(jobs.name(), 3)
            .build();
    assertThat(source.lists())
        .containsExactly(jobs.name() + ".0", jobs.name() + ".1", jobs.name() + ".2");
    try (Queue<String> queue = jobs.queue(source, jobs::handle).build()) {
      queue.start();
      await().until(() -> jobs.handled().size() == 30);
    }
    assertThat(jobs.handled()).doesNotHaveDuplicates();
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void delaysWhatWasStillToWaitForItsRetry() throws Exception {
    jobs.push(1);
    Producer<String> producer = jobs.source().build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(1);
    producer.fetch(fetch);
    Message<String> failed = fetch.messages().get(0).toBuilder().attempt(3).build();
    producer.settle(
        List.of(new Settlement<>(failed, Settlement.Kind.RETURNED, Duration.ofMillis(400))));
    FetchBuffer<String> tooEarly = FetchBuffer.of(1);
    producer.fetch(tooEarly);
    assertThat(tooEarly.messages()).isEmpty();
    FetchBuffer<String> later = FetchBuffer.of(1);
    await()
        .until(
            () -> {
              producer.fetch(later);
              return !later.messages().isEmpty();
            });
    assertThat(later.messages().get(0).attempt()).isEqualTo(3);
    assertThat(later.messages().get(0).payload()).isEqualTo("m0");
    producer.settle(List.of(new Settlement<>(later.messages().get(0), Settlement.Kind.ACKED)));
    producer.close();
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void obeysAPauseForAllWithinASecond() throws Exception {
    try (Queue<String> queue = jobs.queue(jobs.source().build(), jobs::handle).build()) {
      queue.start();
      jobs.push(1);
      await().until(() -> jobs.handled().size() == 1);
      jobs.jedis().set(jobs.keys().paused(), "by a test");
      jobs.push(5);
      await().pollDelay(Duration.ofMillis(700)).until(() -> true);
      assertThat(jobs.handled()).hasSize(1);
      jobs.jedis().del(jobs.keys().paused());
      await().until(() -> jobs.handled().size() == 6);
    }
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void takesAListThatWasNamedFirstFirst() throws Exception {
    String low = jobs.name() + "-low";
    jobs.jedis().lpush(low, "l1", "l2");
    jobs.jedis().lpush(jobs.name(), "h1", "h2");
    Producer<String> producer = jobs.source().lists(low).build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(3);
    producer.fetch(fetch);
    assertThat(fetch.messages()).extracting(Message::payload).containsExactly("h1", "h2", "l1");
    JobList.giveBack(producer, fetch.messages());
    producer.close();
  }

  @Test
  void popsInSimpleModeAndPutsBackWhatAStopLeft() throws Exception {
    jobs.push(10);
    List<String> before = jobs.jedis().lrange(jobs.name(), 0, -1);
    Producer<String> producer = jobs.source().mode(SourceMode.SIMPLE).build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(10);
    producer.fetch(fetch);
    assertThat(fetch.messages())
        .extracting(Message::payload)
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "m" + i).toList());
    assertThat(jobs.traces()).isEmpty();
    JobList.giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).isEqualTo(before);
  }
}
