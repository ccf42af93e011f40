package io.millrace.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.Topics;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.testkit.kafka.KafkaBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A topic of dead letters of its own, and the topic that they came from. */
final class LetterTopic {
  private final KafkaBroker broker;
  private final String origin;
  private final String topic;

  LetterTopic(KafkaBroker broker) {
    this.broker = broker;
    origin = Topics.create(broker, 1);
    topic = Topics.create(broker, 1);
  }

  String origin() {
    return origin;
  }

  String topic() {
    return topic;
  }

  DeadLetterStore letters() {
    return builder().build();
  }

  DeadLetterTopic builder() {
    return DeadLetterTopic.builder().bootstrapServers(broker.bootstrapServers()).topic(topic);
  }

  Message<byte[]> letter(String payload, String reason) {
    return Message.builder(payload.getBytes(UTF_8))
        .key("k-" + payload)
        .headers(
            Headers.of("tenant", "t1")
                .with(DeadLetterHeaders.REASON, reason)
                .with(DeadLetterHeaders.ATTEMPTS, "5")
                .with(DeadLetterHeaders.ORIGIN, origin)
                .with(DeadLetterHeaders.POSITION, "0@17")
                .with(DeadLetterHeaders.TIME, "2026-11-25T10:00:00Z")
                .with("millrace-attempt", "5")
                .with("millrace-due", "1"))
        .build();
  }

  void bury(List<Message<byte[]>> dead) throws Exception {
    try (KafkaPusher<byte[]> pusher = pusherTo(topic)) {
      pusher.push(dead);
    }
  }

  /** Letters m0, m1, ...; every second timed out. */
  void bury(int count) throws Exception {
    bury(
        IntStream.range(0, count)
            .mapToObj(i -> letter("m" + i, i % 2 == 0 ? "timeout" : "bad request"))
            .toList());
  }

  KafkaPusher<byte[]> pusherTo(String target) {
    return KafkaPusher.builder(KafkaPayload.bytes())
        .bootstrapServers(broker.bootstrapServers())
        .topic(target)
        .build();
  }

  static boolean timedOut(DeadLetter letter) {
    return letter.reason().equals("timeout");
  }

  List<String> left() throws Exception {
    List<String> payloads = new ArrayList<>();
    try (DeadLetterStore letters = letters()) {
      letters.read(letter -> payloads.add(new String(letter.message().payload(), UTF_8)));
    }
    return payloads;
  }

  List<String> values(String where) {
    return Topics.read(broker.bootstrapServers(), where).stream()
        .map(each -> new String(each.value(), UTF_8))
        .toList();
  }
}
