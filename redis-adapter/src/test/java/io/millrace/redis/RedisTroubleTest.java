package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Queue;
import io.millrace.redis.connection.RedisLocation;
import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.server.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisException;

/** Redis as it is when something is wrong with it. */
class RedisTroubleTest {
  private static final int COUNT = 2_000;
  private static final String DOCUMENTED_RIGHTS =
      "+@list +@hash +@sortedset +@string +@connection +exists +del +eval +evalsha +time +info"
          + " +pexpire +pttl +scan";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ConcurrentLinkedQueue<Message<String>> handled = new ConcurrentLinkedQueue<>();
  private final Set<String> payloads = ConcurrentHashMap.newKeySet();

  private static RedisListSource<String> source(Consumer<RedisLocation> place, String list) {
    return RedisListSource.builder(RedisPayload.text())
        .location(place)
        .lists(list)
        .lease(Duration.ofSeconds(2))
        .build();
  }

  private Queue<String> start(RedisListSource<String> source) {
    Queue<String> queue =
        Queue.<String>builder("trouble")
            .producers(1, source)
            .consumers(
                ConsumerFactory.shared(
                    message -> {
                      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                      handled.add(message);
                      payloads.add(message.payload());
                      return Outcome.ack();
                    }))
            .bufferMessages(64)
            .fetchSize(32)
            .build();
    queue.start();
    return queue;
  }

  private static RedisListPusher<String> pusher(Consumer<RedisLocation> place, String list) {
    return RedisListPusher.builder(RedisPayload.text()).location(place).list(list).build();
  }

  private static List<Message<String>> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> Message.of("m" + i)).toList();
  }

  private void awaitHandled(int count) {
    await().atMost(PATIENCE).until(() -> payloads.size() >= count);
  }

  @Test
  void losesNothingWhenRedisIsKilledUnderLoad() throws Exception {
    try (RedisServer redis = RedisServer.builder().durable().build()) {
      redis.start();
      Consumer<RedisLocation> place = at -> at.address(redis.uri());
      try (RedisListPusher<String> pusher = pusher(place, "jobs")) {
        pusher.push(messages(COUNT));
      }
      RedisListSource<String> source = source(place, "jobs");
      try (Queue<String> queue = start(source)) {
        awaitHandled(COUNT / 4);
        redis.restart();
        awaitHandled(COUNT / 2);
        redis.kill();
        await().atMost(PATIENCE).until(() -> source.notReady().isPresent());
        redis.start();
        awaitHandled(COUNT);
        await().atMost(PATIENCE).until(() -> source.notReady().isEmpty());
      }
      assertThat(handled.size()).as("handler calls").isLessThanOrEqualTo(COUNT + 2 * 200);
      await().untilAsserted(() -> assertThat(redis.command("KEYS", "*")).isEmpty());
    }
  }

  @Test
  void findsWhatALostReplyBroughtAndHandlesItOnce() throws Exception {
    try (RedisServer redis = RedisServer.builder().build();
        FaultyProxy proxy = FaultyProxy.to(redis.host(), redis.port())) {
      redis.start();
      String list = "black-hole";
      RedisListSource<String> source =
          source(
              at -> at.address(proxy.host() + ":" + proxy.port()).timeout(Duration.ofMillis(300)),
              list);
      try (Queue<String> queue = start(source)) {
        await().until(() -> redis.command("CLIENT", "LIST").contains("cmd=blmove"));
        proxy.swallow(FaultyProxy.Direction.TO_CLIENT);
        try (RedisListPusher<String> pusher = pusher(at -> at.address(redis.uri()), list)) {
          pusher.push(messages(50));
        }
        await().atMost(PATIENCE).until(() -> source.notReady().isPresent());
        proxy.heal();
        awaitHandled(50);
      }
      assertThat(handled).extracting(Message::attempt).containsOnly(1);
      assertThat(handled).hasSize(50);
      assertThat(redis.command("KEYS", "*" + list + "*")).isEmpty();
    }
  }

  @Test
  void emptiesARedisWhoseMemoryIsFull() throws Exception {
    try (RedisServer redis = RedisServer.builder().maxMemory(4 << 20, "noeviction").build()) {
      redis.start();
      Consumer<RedisLocation> place = at -> at.address(redis.uri());
      String ballast = "x".repeat(1_000);
      List<Message<String>> many =
          IntStream.range(0, 100).mapToObj(i -> Message.of(ballast + i)).toList();
      try (RedisListPusher<String> pusher = pusher(place, "jobs")) {
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    pusher.push(many);
                  }
                })
            .isInstanceOf(PushException.class)
            .hasMessageContaining("memory is full");
        RedisListSource<String> source = source(place, "jobs");
        try (Queue<String> queue = start(source)) {
          await().atMost(PATIENCE).until(() -> redis.command("LLEN", "jobs").equals("0"));
          pusher.push(many);
        }
      }
    }
  }

  @Test
  void refusesARedisThatWouldThrowJobsAway() {
    try (RedisServer redis = RedisServer.builder().maxMemory(8 << 20, "allkeys-lru").build()) {
      redis.start();
      RedisListSource<String> source = source(at -> at.address(redis.uri()), "jobs");
      assertThatThrownBy(() -> source.create(0))
          .isInstanceOf(EvictionException.class)
          .hasMessageContaining("allkeys-lru");
      assertThat(source.notReady()).isPresent();
    }
  }

  @Test
  void needsNoMoreThanTheRightsThatTheDocumentationNames() throws Exception {
    try (RedisServer redis =
        RedisServer.builder()
            .tls()
            .usersOnly()
            .user("mill", "grind", "resetchannels ~jobs ~{jobs}:* " + DOCUMENTED_RIGHTS)
            .build()) {
      redis.start();
      Consumer<RedisLocation> place =
          at ->
              at.address("rediss://mill:grind@" + redis.host() + ":" + redis.tlsPort())
                  .tls(redis.certificate());
      RedisListSource<String> source = source(place, "jobs");
      try (RedisListPusher<String> pusher = pusher(place, "jobs");
          Queue<String> queue = start(source)) {
        pusher.push(messages(100));
        awaitHandled(100);
        assertThat(source.notReady()).isEmpty();
      }
      RedisListSource<String> other = source(place, "not-allowed");
      try (Queue<String> queue = start(other)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(other.notReady())
                        .hasValueSatisfying(why -> assertThat(why).contains("may not do this")));
      }
    }
  }

  @Test
  void saysInWordsThatTheCredentialsAreWrongWithoutNamingThem() {
    try (RedisServer redis =
        RedisServer.builder().usersOnly().user("mill", "grind", "~* +@all").build()) {
      redis.start();
      RedisListSource<String> source =
          source(at -> at.address("redis://mill:stolen@127.0.0.1:" + redis.port()), "jobs");
      assertThatThrownBy(() -> source.create(0)).isInstanceOf(JedisException.class);
      assertThat(source.notReady())
          .hasValueSatisfying(
              why -> assertThat(why).contains("credentials").doesNotContain("stolen"));
    }
  }
}
