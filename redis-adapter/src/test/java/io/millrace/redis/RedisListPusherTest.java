package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.PushException;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisListPusherTest {
  private final RedisServer redis;

  RedisListPusherTest(RedisServer redis) {
    this.redis = redis;
  }

  private RedisListPusherBuilder<String> pusher(JobList jobs) {
    return RedisListPusher.builder(RedisPayload.text()).address(redis.uri()).list(jobs.name());
  }

  private static List<Message<String>> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> Message.of("m" + i)).toList();
  }

  @Test
  void pushesPlainPayloadsInTheirOrder() throws Exception {
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).batchMessages(10).batchBytes(25).build()) {
      pusher.push(messages(100));
      List<String> popped = jobs.jedis().rpop(jobs.name(), 100);
      assertThat(popped).isEqualTo(messages(100).stream().map(Message::payload).toList());
    }
  }

  @Test
  void saysWhichMessagesRedisRefused() throws Exception {
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).batchMessages(1).build()) {
      jobs.jedis().set(jobs.name(), "not a list");
      assertThatThrownBy(() -> pusher.push(messages(3)))
          .isInstanceOfSatisfying(
              PushException.class,
              e -> {
                BitSet all = new BitSet();
                all.set(0, 3);
                assertThat(e.failed()).isEqualTo(all);
              })
          .hasMessageContaining("3 of 3")
          .hasMessageContaining("no list");
    }
  }

  @Test
  void failsWhenTooFewReplicasHaveThemInTime() {
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).replicas(1, Duration.ofMillis(50)).build()) {
      assertThatThrownBy(() -> pusher.push(messages(2)))
          .isInstanceOf(PushException.class)
          .hasMessageContaining("on 0 replicas");
      assertThat(jobs.jedis().llen(jobs.name())).isEqualTo(2);
    }
  }

  @Test
  void gathersWhatIsSentIntoFewCommands() throws Exception {
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).linger(Duration.ofMillis(50)).build()) {
      List<CompletableFuture<Void>> answers = new ArrayList<>();
      for (Message<String> message : messages(200)) {
        answers.add(pusher.send(message));
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(5, TimeUnit.SECONDS);
      assertThat(jobs.jedis().rpop(jobs.name(), 200))
          .isEqualTo(messages(200).stream().map(Message::payload).toList());
    }
  }

  @Test
  void failsTheFutureOfWhatRedisRefused() throws Exception {
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).build()) {
      jobs.jedis().set(jobs.name(), "not a list");
      CompletableFuture<Void> answer = pusher.send(Message.of("m"));
      assertThat(answer).failsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void pushesAnIdOnceWithinTheWindow() throws Exception {
    Message<String> job =
        Message.builder("job").headers(Headers.of(RedisHeaders.ID, "order-7")).build();
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).deduplicate(Duration.ofSeconds(2)).build()) {
      pusher.push(List.of(job, Message.of("no id"), job, Message.of("no id")));
      pusher.push(List.of(job));
      assertThat(jobs.jedis().llen(jobs.name())).isEqualTo(3);
      await().until(() -> jobs.traces().equals(List.of(jobs.name())));
      pusher.push(List.of(job));
      assertThat(jobs.jedis().llen(jobs.name())).isEqualTo(4);
      Producer<String> producer = jobs.source().build().create(0);
      FetchBuffer<String> fetch = FetchBuffer.of(1);
      producer.fetch(fetch);
      assertThat(fetch.messages().get(0).headers().get(RedisHeaders.ID)).contains("order-7");
      producer.close();
    }
  }

  @Test
  void remembersNoIdOfWhatRedisRefused() throws Exception {
    Message<String> job =
        Message.builder("job").headers(Headers.of(RedisHeaders.ID, "order-8")).build();
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).deduplicate(Duration.ofMinutes(1)).build()) {
      jobs.jedis().set(jobs.name(), "not a list");
      assertThatThrownBy(() -> pusher.push(List.of(job))).isInstanceOf(PushException.class);
      jobs.jedis().del(jobs.name());
      pusher.push(List.of(job));
      assertThat(jobs.jedis().llen(jobs.name())).isEqualTo(1);
    }
  }

  @Test
  void keepsAKeyOnOneOfSeveralLists() throws Exception {
    try (JobList jobs = new JobList(redis);
        RedisListPusher<String> pusher = pusher(jobs).shards(3).build()) {
      pusher.push(
          IntStream.range(0, 30)
              .mapToObj(i -> Message.builder("m" + i).key("k" + i % 2).build())
              .toList());
      pusher.push(messages(30));
      List<Long> lengths =
          IntStream.range(0, 3)
              .mapToObj(i -> jobs.jedis().llen(jobs.name() + "." + i))
              .sorted()
              .toList();
      assertThat(lengths.stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
      assertThat(lengths).allMatch(length -> (length - 10) % 15 == 0);
    }
  }
}
