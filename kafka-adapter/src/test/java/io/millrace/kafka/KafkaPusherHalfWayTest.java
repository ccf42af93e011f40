package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A push, idempotent as by default, of which a part is safe when the broker ends. */
@Timeout(90)
class KafkaPusherHalfWayTest {
  private static final Duration DELIVERY = Duration.ofSeconds(4);
  private static final int MESSAGES = 30_000;
  private static final KafkaBroker BROKER = KafkaBroker.builder().build();

  @BeforeAll
  static void start() {
    BROKER.start();
  }

  @AfterAll
  static void end() {
    BROKER.close();
  }

  @Test
  void tellsExactlyWhichMessagesAreNotSafeWhenTheBrokerDiesHalfWay() throws Exception {
    String topic = Topics.create(BROKER, 1);
    List<Message<String>> messages =
        IntStream.range(0, MESSAGES).mapToObj(i -> Message.of(Integer.toString(i))).toList();
    PushException failure;
    try (KafkaPusher<String> pusher = slowPusher(topic)) {
      CompletableFuture<PushException> push =
          CompletableFuture.supplyAsync(() -> failureOf(pusher, messages));
      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(20))
          .until(() -> push.isDone() || end(topic) > MESSAGES / 10);
      BROKER.kill();
      failure = push.get(20, TimeUnit.SECONDS);
    }

    BROKER.restart();
    int[] times = new int[MESSAGES];
    Topics.read(BROKER.bootstrapServers(), topic)
        .forEach(record -> times[Integer.parseInt(new String(record.value(), UTF_8))]++);
    BitSet failed = failure.failed();
    assertThat(failed.cardinality()).isBetween(1, MESSAGES * 9 / 10);
    assertThat(failure).hasMessageContaining(failed.cardinality() + " of " + MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      // One that the broker took and could not confirm any more is among those that failed.
      assertThat(times[i]).as("message %s", i).isBetween(failed.get(i) ? 0 : 1, 1);
    }
  }

  /** Sends a small batch at a time, so that there is a middle to die in. */
  private static KafkaPusher<String> slowPusher(String topic) {
    return KafkaPusher.builder(KafkaPayload.text())
        .properties(
            Map.of(
                "batch.size", 256,
                "max.in.flight.requests.per.connection", 2,
                "compression.type", "none"))
        .bootstrapServers(BROKER.bootstrapServers())
        .topic(topic)
        .deliveryTimeout(DELIVERY)
        .build();
  }

  private static PushException failureOf(
      KafkaPusher<String> pusher, List<Message<String>> messages) {
    try {
      pusher.push(messages);
      throw new IllegalStateException("all was pushed before the broker was killed");
    } catch (PushException e) {
      return e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long end(String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }
}
