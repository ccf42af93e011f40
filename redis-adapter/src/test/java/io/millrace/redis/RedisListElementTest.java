package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Concurrency;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands in the elements of a list, and what cannot be read of it. */
class RedisListElementTest {
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
    JobList.giveBack(producer, fetch.messages());
    producer.close();
    assertThat(jobs.jedis().lrange(jobs.name(), 0, -1)).containsExactly("bob 2", "ann 1");
  }

  @Test
  void putsAnElementThatIsNoPayloadToTheDeadLettersAsItIs() throws Exception {
    byte[] poison = {(byte) 0xC3, 0x28};
    jobs.jedis().lpush(jobs.name().getBytes(StandardCharsets.UTF_8), poison);
    jobs.push(1);
    try (Queue<String> queue = jobs.queue(jobs.source().build(), jobs::handle).build()) {
      queue.start();
      await().until(() -> jobs.handled().size() == 1);
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
    JobList.giveBack(producer, fetch.messages());
    producer.close();
  }

  @Test
  void hasAnEffectOnceForEachIdAndReplaysItsOutcome() throws Exception {
    ConcurrentLinkedQueue<String> replayed = new ConcurrentLinkedQueue<>();
    Effect<String> effect =
        new Effect<>() {
          @Override
          public byte[] perform(Message<String> message) {
            jobs.handled().add(message.payload());
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
      await().until(() -> jobs.handled().size() == 3 && replayed.size() == 1);
    }
    assertThat(jobs.handled()).containsExactly("bill", "no id", "no id");
    assertThat(replayed).containsExactly("paid bill");
  }

  @Test
  void tellsThatTheKeyIsNoList() throws Exception {
    jobs.jedis().set(jobs.name(), "not a list");
    RedisListSource<String> source = jobs.source().build();
    try (Queue<String> queue = jobs.queue(source, jobs::handle).build()) {
      queue.start();
      await()
          .untilAsserted(
              () ->
                  assertThat(source.notReady())
                      .hasValueSatisfying(why -> assertThat(why).contains("no list")));
      jobs.jedis().del(jobs.name());
      jobs.push(1);
      await().until(() -> jobs.handled().size() == 1);
      await().untilAsserted(() -> assertThat(source.notReady()).isEmpty());
    }
  }
}
