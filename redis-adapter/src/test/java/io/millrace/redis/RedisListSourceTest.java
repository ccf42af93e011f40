package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Concurrency;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.redis.layout.PopEnd;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.ClientKillParams;

class RedisListSourceTest {
  private static final RedisServer REDIS = RedisServer.builder().build();

  private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
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

  private Outcome handle(Message<String> message) {
    handled.add(message.payload());
    return Outcome.ack();
  }

  @Test
  void takesWhatAnyClientPushesAndLeavesNothingBehind() throws Exception {
    jobs.push(1_000);
    try (Queue<String> queue = jobs.queue(jobs.source().build(), this::handle).build()) {
      queue.start();
      await().until(() -> handled.size() == 1_000);
      jobs.jedis().lpush(jobs.name(), "later");
      await().until(() -> handled.size() == 1_001);
      await().untilAsserted(() -> assertThat(jobs.traces()).isEmpty());
    }
    assertThat(handled).doesNotHaveDuplicates();
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void isWokenByAPushRatherThanByAskingAgain() throws Exception {
    RedisListSource<String> source = jobs.source().lease(Duration.ofSeconds(30)).build();
    try (Queue<String> queue = jobs.queue(source, this::handle).build()) {
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
    await().pollInterval(Duration.ofMillis(1)).until(() -> handled.size() == all);
    return Duration.ofNanos(System.nanoTime() - pushed);
  }

  @Test
  void isWokenOnceForWhatComesWithinAMillisecond() throws Exception {
    try (Queue<String> queue = jobs.queue(jobs.source().build(), this::handle).build()) {
      queue.start();
      await().until(() -> jobs.jedis().clientList().contains("cmd=blmove"));
      jobs.jedis().configResetStat();
      long begin = System.nanoTime();
      IntStream.range(0, 3_000).forEach(i -> jobs.jedis().lpush(jobs.name(), "m" + i));
      await().until(() -> handled.size() == 3_000);
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
    giveBack(producer, fetch.messages());
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
    giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).isEqualTo(before);
    assertThat(jobs.traces()).containsExactly(jobs.name());
  }

  @Test
  void findsKeysInWhatOtherClientsPush() throws Exception {
    jobs.jedis().lpush(jobs.name(), "ann 1", "bob 2");
    Producer<String> producer =
        jobs.source()
            .keyOf(message -> Optional.of(message.payload().substring(0, 3)))
            .build()
            .create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(2);
    producer.fetch(fetch);
    assertThat(fetch.messages())
        .extracting(message -> message.key().orElse("none"))
        .containsExactly("ann", "bob");
    giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).containsExactly("bob 2", "ann 1");
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
    try (Queue<String> queue = jobs.queue(source, this::handle).build()) {
      queue.start();
      await().until(() -> handled.size() == 30);
    }
    assertThat(handled).doesNotHaveDuplicates();
    assertThat(jobs.traces()).isEmpty();
  }

  private static <T> void giveBack(Producer<T> producer, List<Message<T>> messages)
      throws Exception {
    producer.settle(
        messages.stream()
            .map(message -> new Settlement<>(message, Settlement.Kind.RETURNED))
            .toList());
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
                  return handle(message);
                })
            .build()) {
      queue.start();
      await().until(() -> queue.snapshot().fetched() == 1);
      String worker = jobs.jedis().zrange(jobs.keys().leases(), 0, -1).get(0);
      jobs.jedis().hset(jobs.keys().claims(worker), "999999", "ghost");
      jobs.jedis().clientKill(new ClientKillParams().skipMe(ClientKillParams.SkipMe.YES));
      jobs.jedis().lpush(jobs.name(), "next");
      await().until(() -> handled.contains("next"));
      go.countDown();
      await().until(() -> handled.contains("ghost"));
    }
    assertThat(handled).containsExactlyInAnyOrder("m0", "next", "ghost");
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
                  return handle(message);
                })
            .build()) {
      queue.start();
      await().until(() -> queue.snapshot().fetched() == 100);
      jobs.jedis().scriptFlush();
      go.countDown();
      await().until(() -> handled.size() == 100);
      jobs.push(100);
      await().until(() -> handled.size() == 200);
    }
    assertThat(jobs.traces()).isEmpty();
  }

  @Test
  void obeysAPauseForAllWithinASecond() throws Exception {
    try (Queue<String> queue = jobs.queue(jobs.source().build(), this::handle).build()) {
      queue.start();
      jobs.push(1);
      await().until(() -> handled.size() == 1);
      jobs.jedis().set(jobs.keys().paused(), "by a test");
      jobs.push(5);
      await().pollDelay(Duration.ofMillis(700)).until(() -> true);
      assertThat(handled).hasSize(1);
      jobs.jedis().del(jobs.keys().paused());
      await().until(() -> handled.size() == 6);
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
    giveBack(producer, fetch.messages());
    producer.close();
  }

  @Test
  void putsAnElementThatIsNoPayloadToTheDeadLettersAsItIs() throws Exception {
    byte[] poison = {(byte) 0xC3, 0x28};
    jobs.jedis().lpush(jobs.name().getBytes(StandardCharsets.UTF_8), poison);
    jobs.push(1);
    try (Queue<String> queue = jobs.queue(jobs.source().build(), this::handle).build()) {
      queue.start();
      await().until(() -> handled.size() == 1);
    }
    List<byte[]> letters =
        jobs.jedis().lrange(jobs.keys().dead().getBytes(StandardCharsets.UTF_8), 0, -1);
    Envelope letter = EnvelopeFormat.read(letters.get(0));
    assertThat(letter.payload()).isEqualTo(poison);
    assertThat(letter.headers().get(DeadLetterHeaders.ORIGIN)).contains(jobs.name());
    assertThat(jobs.traces()).containsExactly(jobs.keys().dead());
  }

  @Test
  void readsKeyAndHeadersFromAnEnvelope() throws Exception {
    try (RedisListPusher<String> pusher =
        RedisListPusher.builder(RedisPayload.text())
            .address(REDIS.uri())
            .list(jobs.name())
            .build()) {
      pusher.push(
          List.of(
              Message.builder("body").key("k").headers(Headers.of("traceparent", "00-1")).build()));
    }
    Producer<String> producer = jobs.source().build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(1);
    producer.fetch(fetch);
    Message<String> message = fetch.messages().get(0);
    assertThat(message.payload()).isEqualTo("body");
    assertThat(message.key()).contains("k");
    assertThat(message.headers().get("traceparent")).contains("00-1");
    giveBack(producer, fetch.messages());
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
    giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).isEqualTo(before);
  }

  @Test
  void hasAnEffectOnceForEachIdAndReplaysItsOutcome() throws Exception {
    ConcurrentLinkedQueue<String> replayed = new ConcurrentLinkedQueue<>();
    Effect<String> effect =
        new Effect<>() {
          @Override
          public byte[] perform(Message<String> message) {
            handled.add(message.payload());
            return ("paid " + message.payload()).getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public void replay(Message<String> message, byte[] outcome) {
            replayed.add(new String(outcome, StandardCharsets.UTF_8));
          }
        };
    RedisListSource<String> source = jobs.source().build();
    try (RedisListPusher<String> pusher =
            RedisListPusher.builder(RedisPayload.text())
                .address(REDIS.uri())
                .list(jobs.name())
                .build();
        Queue<String> queue =
            Queue.<String>builder("once")
                .producers(1, source)
                .consumers(source.effectOnce(Duration.ofMinutes(1), effect))
                .concurrency(Concurrency.fixed(1))
                .build()) {
      queue.start();
      Headers id = Headers.of(RedisHeaders.ID, "bill-1");
      pusher.push(List.of(Message.builder("bill").headers(id).build(), Message.of("no id")));
      await().until(() -> jobs.traces().equals(List.of(jobs.keys().outcome("bill-1"))));
      pusher.push(List.of(Message.builder("bill").headers(id).build(), Message.of("no id")));
      await().until(() -> handled.size() == 3 && replayed.size() == 1);
    }
    assertThat(handled).containsExactly("bill", "no id", "no id");
    assertThat(replayed).containsExactly("paid bill");
  }

  @Test
  void tellsThatTheKeyIsNoList() throws Exception {
    jobs.jedis().set(jobs.name(), "not a list");
    RedisListSource<String> source = jobs.source().build();
    try (Queue<String> queue = jobs.queue(source, this::handle).build()) {
      queue.start();
      await()
          .untilAsserted(
              () ->
                  assertThat(source.notReady())
                      .hasValueSatisfying(why -> assertThat(why).contains("no list")));
      jobs.jedis().del(jobs.name());
      jobs.push(1);
      await().until(() -> handled.size() == 1);
      await().untilAsserted(() -> assertThat(source.notReady()).isEmpty());
    }
  }
}
