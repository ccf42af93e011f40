package io.millrace.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.Topics;
import io.millrace.kafka.record.RecordText;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.Selection;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import io.millrace.testkit.memory.MemorySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a queue that gives a message up to the topic, and from there to where it came from. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class DeadLetterWayTest {
  private static final byte[] BINARY = {(byte) 0xff, 0, 1};

  @Test
  void aMessageComesBackByteForByte(KafkaBroker broker) throws Exception {
    String origin = Topics.create(broker, 1);
    String topic = Topics.create(broker, 1);
    giveUp(
        broker,
        origin,
        topic,
        Message.builder(BINARY)
            .key(RecordText.of(BINARY))
            .headers(Headers.of("id", RecordText.of(BINARY)).with("traceparent", "00-a-b-01"))
            .build());

    try (DeadLetterStore letters =
        DeadLetterTopic.builder()
            .bootstrapServers(broker.bootstrapServers())
            .topic(topic)
            .build()) {
      List<DeadLetter> seen = new ArrayList<>();
      letters.read(seen::add);
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0).reason()).isEqualTo("no such customer");
      assertThat(seen.get(0).origin()).isEqualTo(origin);
      assertThat(seen.get(0).header(DeadLetterHeaders.POSITION)).isEqualTo("0@0");
      assertThat(seen.get(0).time()).isPresent();
      assertThat(letters.redrive(Selection.all()).redriven()).isEqualTo(1);
    }

    ConsumerRecord<byte[], byte[]> back = Topics.read(broker.bootstrapServers(), origin).get(0);
    assertThat(back.value()).isEqualTo(BINARY);
    assertThat(back.key()).isEqualTo(BINARY);
    assertThat(back.headers().lastHeader("id").value()).isEqualTo(BINARY);
    assertThat(back.headers().lastHeader("traceparent").value())
        .isEqualTo("00-a-b-01".getBytes(UTF_8));
    assertThat(back.headers().lastHeader(DeadLetterHeaders.REDRIVES).value())
        .isEqualTo("1".getBytes(UTF_8));
    assertThat(back.headers().toArray()).hasSize(3);
  }

  private static void giveUp(
      KafkaBroker broker, String origin, String topic, Message<byte[]> message) throws Exception {
    MemorySource<byte[]> source = MemorySource.<byte[]>builder(origin).partitions(1).build();
    source.publish(message);
    try (KafkaPusher<byte[]> deadLetters =
            KafkaPusher.builder(KafkaPayload.bytes())
                .bootstrapServers(broker.bootstrapServers())
                .topic(topic)
                .build();
        Queue<byte[]> queue =
            Queue.<byte[]>builder("orders")
                .producers(source.producers())
                .consumers(() -> any -> Outcome.deadLetter("no such customer"))
                .deadLetters(deadLetters)
                .build()) {
      queue.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> source.unfinished() == 0);
      queue.stop(Duration.ofSeconds(10));
    }
  }
}
