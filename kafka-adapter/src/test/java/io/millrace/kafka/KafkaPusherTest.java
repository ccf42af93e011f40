package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.kafka.record.RawValue;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.kafka.record.RecordText;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(120)
class KafkaPusherTest {
  private static final Duration DELIVERY = Duration.ofSeconds(40);

  private final KafkaBroker broker;

  KafkaPusherTest(KafkaBroker broker) {
    this.broker = broker;
  }

  private KafkaPusher<String> pusherTo(String topic) {
    return KafkaPusher.builder(KafkaPayload.text())
        .bootstrapServers(broker.bootstrapServers())
        .topic(topic)
        // Less than a test has, so that it ends with what the push has to say.
        .deliveryTimeout(DELIVERY)
        .build();
  }

  private static List<Message<String>> numbered(int count, int keys) {
    return IntStream.range(0, count)
        .mapToObj(i -> Message.builder("m" + i).key("k" + i % keys).build())
        .toList();
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(each -> new String(each.value(), UTF_8)).toList();
  }

  @Test
  void whatWasPushedIsThereWithKeyHeadersAndValue() throws Exception {
    String topic = Topics.create(broker, 3);
    Headers headers = Headers.of("traceparent", "00-a-b-01").with("id", RecordText.BINARY + "/wAB");
    try (KafkaPusher<String> pusher = pusherTo(topic)) {
      pusher.push(
          List.of(Message.builder("grün").key("k").headers(headers).build(), Message.of("no key")));
      assertThat(pusher.name()).isEqualTo("kafka " + topic);
    }
    List<ConsumerRecord<byte[], byte[]>> records = Topics.read(broker.bootstrapServers(), topic);
    assertThat(values(records)).containsExactlyInAnyOrder("grün", "no key");
    for (ConsumerRecord<byte[], byte[]> each : records) {
      boolean isKeyed = each.key() != null;
      assertThat(RecordHeaders.read(each.headers())).isEqualTo(isKeyed ? headers : Headers.empty());
      if (isKeyed) {
        assertThat(each.key()).isEqualTo("k".getBytes(UTF_8));
        assertThat(each.headers().lastHeader("id").value()).isEqualTo(new byte[] {-1, 0, 1});
      }
    }
  }

  @Test
  void messagesOfAKeyGoToOnePartitionInOrder() throws Exception {
    String topic = Topics.create(broker, 4);
    try (KafkaPusher<String> pusher = pusherTo(topic)) {
      pusher.push(numbered(2_000, 10));
    }
    Map<String, Integer> partitions = new HashMap<>();
    Map<String, List<Integer>> numbers = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : Topics.read(broker.bootstrapServers(), topic)) {
      String key = new String(each.key(), UTF_8);
      assertThat(partitions.computeIfAbsent(key, k -> each.partition()))
          .isEqualTo(each.partition());
      int number = Integer.parseInt(new String(each.value(), UTF_8).substring(1));
      numbers.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
    }
    assertThat(numbers).hasSize(10);
    assertThat(numbers.values()).allSatisfy(list -> assertThat(list).isSorted().hasSize(200));
  }

  @Test
  void workersShareOnePusher() throws Exception {
    String topic = Topics.create(broker, 2);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try (KafkaPusher<String> pusher = pusherTo(topic)) {
      List<Future<?>> pushes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        pushes.add(
            workers.submit(
                () -> {
                  pusher.push(numbered(50, 5));
                  return null;
                }));
      }
      for (Future<?> each : pushes) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(Topics.read(broker.bootstrapServers(), topic)).hasSize(2_000);
  }

  @Test
  void theTopicCanDependOnTheMessage() throws Exception {
    String one = Topics.create(broker, 1);
    String two = Topics.create(broker, 1);
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topicOf(message -> message.payload().equals("1") ? one : two)
            .build()) {
      pusher.push(List.of(Message.of("1"), Message.of("2"), Message.of("1")));
    }
    assertThat(values(Topics.read(broker.bootstrapServers(), one))).containsExactly("1", "1");
    assertThat(values(Topics.read(broker.bootstrapServers(), two))).containsExactly("2");
  }

  @Test
  void aRecordTooLargeFailsAloneAndNamesLimitsAndRemedy() throws Exception {
    String topic = Topics.create(broker, 1);
    try (KafkaPusher<String> pusher = pusherTo(topic)) {
      List<Message<String>> messages =
          List.of(Message.of("a"), Message.of("x".repeat(2 << 20)), Message.of("b"));
      PushException failure =
          catchThrowableOfType(PushException.class, () -> pusher.push(messages));
      assertThat(failure.failed()).isEqualTo(bits(1));
      assertThat(failure)
          .hasMessageContainingAll(
              "1 of 3 messages", topic, "max.request.size", "1048576", "max.message.bytes")
          .cause()
          .isInstanceOf(KafkaSendException.class)
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
    assertThat(values(Topics.read(broker.bootstrapServers(), topic))).containsExactly("a", "b");
  }

  @Test
  void aRecordTooLargeForTheTopicNamesThatLimit() throws Exception {
    String topic = Topics.create(broker, 1);
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(topic)
            .properties(Map.of("max.request.size", 8 << 20, "compression.type", "none"))
            .build()) {
      PushException failure =
          catchThrowableOfType(
              PushException.class, () -> pusher.push(List.of(Message.of("x".repeat(2 << 20)))));
      assertThat(failure).hasMessageContainingAll("too large", "max.message.bytes of the topic");
    }
  }

  @Test
  void aTopicThatDoesNotExistIsNamedOnceForTheWholeBatch() throws Exception {
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic("no-such-topic")
            .deliveryTimeout(Duration.ofSeconds(8))
            .build()) {
      long start = System.nanoTime();
      PushException failure =
          catchThrowableOfType(PushException.class, () -> pusher.push(numbered(500, 5)));
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
      assertThat(failure.failed().cardinality()).isEqualTo(500);
      assertThat(failure)
          .hasMessageContainingAll(
              "no-such-topic at " + broker.bootstrapServers() + " does not exist");
    }
  }

  @Test
  void aMessageThatHasNoTopicFailsAlone() throws Exception {
    String topic = Topics.create(broker, 1);
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topicOf(
                message -> {
                  if (message.payload().equals("bad")) {
                    throw new IllegalArgumentException("no tenant");
                  }
                  return topic;
                })
            .build()) {
      PushException failure =
          catchThrowableOfType(
              PushException.class,
              () -> pusher.push(List.of(Message.of("bad"), Message.of("good"))));
      assertThat(failure.failed()).isEqualTo(bits(0));
      assertThat(failure).hasMessageContaining("no tenant");
    }
    assertThat(values(Topics.read(broker.bootstrapServers(), topic))).containsExactly("good");
  }

  @Test
  void sendsWithoutWaitingAndAnswersLater() throws Exception {
    String topic = Topics.create(broker, 1);
    try (KafkaPusher<String> pusher = pusherTo(topic)) {
      var first = pusher.send(Message.of("a"));
      var tooLarge = pusher.send(Message.of("x".repeat(2 << 20)));
      var second = pusher.send(Message.of("b"));
      assertThat(first.get(60, TimeUnit.SECONDS).offset()).isZero();
      assertThat(second.get(60, TimeUnit.SECONDS).offset()).isEqualTo(1);
      assertThatThrownBy(() -> tooLarge.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(KafkaSendException.class)
          .hasMessageContaining("max.request.size");
    }
  }

  @Test
  void closingSendsWhatIsUnderWayAndEndsIt() throws Exception {
    String topic = Topics.create(broker, 1);
    KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(topic)
            .properties(Map.of("linger.ms", 10_000))
            .build();
    var answer = pusher.send(Message.of("last"));
    pusher.close();
    pusher.close();
    assertThat(answer).isCompleted();
    assertThat(values(Topics.read(broker.bootstrapServers(), topic))).containsExactly("last");
    assertThatThrownBy(() -> pusher.push(List.of(Message.of("late"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void writesTheValueAsItCameOnRequest() throws Exception {
    String topic = Topics.create(broker, 1);
    byte[] raw = {9, 8, 7};
    Message<String> decoded = Message.builder("decoded").handle((RawValue) () -> raw).build();
    try (KafkaPusher<String> deadLetters =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(topic)
            .rawValues()
            .build()) {
      deadLetters.push(List.of(decoded, Message.of("plain")));
    }
    try (KafkaPusher<String> pusher = pusherTo(topic)) {
      pusher.push(List.of(decoded));
    }
    assertThat(Topics.read(broker.bootstrapServers(), topic).stream().map(ConsumerRecord::value))
        .containsExactly(raw, "plain".getBytes(UTF_8), "decoded".getBytes(UTF_8));
  }

  @Test
  void publishesTheClientsOwnMetrics() throws Exception {
    String topic = Topics.create(broker, 1);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(topic)
            .meters(registry, List.of(Tag.of("pipeline", "p1")))
            .build()) {
      pusher.push(List.of(Message.of("a")));
      assertThat(
              registry.getMeters().stream()
                  .map(meter -> meter.getId())
                  .filter(id -> "p1".equals(id.getTag("pipeline")))
                  .map(id -> id.getName())
                  .collect(Collectors.toSet()))
          .contains("kafka.producer.record.send.total");
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private static BitSet bits(int place) {
    BitSet bits = new BitSet();
    bits.set(place);
    return bits;
  }
}
