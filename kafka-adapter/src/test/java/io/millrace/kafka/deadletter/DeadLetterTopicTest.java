package io.millrace.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.Topics;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(180)
class DeadLetterTopicTest {
  private final KafkaBroker broker;
  private final String origin;
  private final String topic;

  DeadLetterTopicTest(KafkaBroker broker) {
    this.broker = broker;
    origin = Topics.create(broker, 1);
    topic = Topics.create(broker, 1);
  }

  private DeadLetterStore letters() {
    return builder().build();
  }

  private DeadLetterTopic builder() {
    return DeadLetterTopic.builder().bootstrapServers(broker.bootstrapServers()).topic(topic);
  }

  private Message<byte[]> letter(String payload, String reason) {
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

  private void bury(List<Message<byte[]>> dead) throws Exception {
    try (KafkaPusher<byte[]> pusher = pusherTo(topic)) {
      pusher.push(dead);
    }
  }

  private KafkaPusher<byte[]> pusherTo(String target) {
    return KafkaPusher.builder(KafkaPayload.bytes())
        .bootstrapServers(broker.bootstrapServers())
        .topic(target)
        .build();
  }

  /** Letters m0, m1, ...; every second timed out. */
  private void bury(int count) throws Exception {
    bury(
        IntStream.range(0, count)
            .mapToObj(i -> letter("m" + i, i % 2 == 0 ? "timeout" : "bad request"))
            .toList());
  }

  private static boolean timedOut(DeadLetter letter) {
    return letter.reason().equals("timeout");
  }

  private List<String> left() throws Exception {
    List<String> payloads = new ArrayList<>();
    try (DeadLetterStore letters = letters()) {
      letters.read(letter -> payloads.add(new String(letter.message().payload(), UTF_8)));
    }
    return payloads;
  }

  private List<String> values(String where) {
    return Topics.read(broker.bootstrapServers(), where).stream()
        .map(each -> new String(each.value(), UTF_8))
        .toList();
  }

  @Test
  void showsDeadLettersWithEverythingTheyHave() throws Exception {
    bury(3);
    List<DeadLetter> seen = new ArrayList<>();
    try (DeadLetterStore letters = letters()) {
      letters.read(letter -> seen.add(letter) && seen.size() < 2);
      assertThat(letters.description()).isEqualTo("topic " + topic);
    }
    assertThat(seen).extracting(DeadLetter::id).containsExactly("0-0", "0-1");
    DeadLetter first = seen.get(0);
    assertThat(first.reason()).isEqualTo("timeout");
    assertThat(first.origin()).isEqualTo(origin);
    assertThat(first.message().key()).contains("k-m0");
    assertThat(first.header("tenant")).isEqualTo("t1");
  }

  @Test
  void findsOneByItsId() throws Exception {
    bury(5);
    try (DeadLetterStore letters = letters()) {
      assertThat(letters.find("0-3"))
          .hasValueSatisfying(
              letter -> assertThat(letter.message().payload()).asString().isEqualTo("m3"));
      assertThat(letters.find("0-99")).isEmpty();
      assertThat(letters.find("7-0")).isEmpty();
      assertThat(letters.find("three")).isEmpty();
      letters.drop(Selection.where(letter -> letter.id().equals("0-3")));
      assertThat(letters.find("0-3")).isEmpty();
    }
  }

  @Test
  void sendsBackTheSelectedOnesAsTheMessagesTheyWere() throws Exception {
    bury(6);
    try (DeadLetterStore letters = letters()) {
      RedriveReport report = letters.redrive(Selection.where(DeadLetterTopicTest::timedOut));
      assertThat(report).isEqualTo(new RedriveReport(6, 3, 3, false, Optional.empty()));
    }
    List<ConsumerRecord<byte[], byte[]>> back = Topics.read(broker.bootstrapServers(), origin);
    assertThat(values(origin)).containsExactly("m0", "m2", "m4");
    assertThat(back.get(0).key()).isEqualTo("k-m0".getBytes(UTF_8));
    assertThat(RecordHeaders.read(back.get(0).headers()).toMap())
        .isEqualTo(Map.of("tenant", "t1", DeadLetterHeaders.REDRIVES, "1"));
    assertThat(left()).containsExactly("m1", "m3", "m5");
  }

  @Test
  void whatWasSentBackIsNotSentAgainByTheNextProcess() throws Exception {
    bury(10);
    try (DeadLetterStore letters = letters()) {
      letters.redrive(Selection.where(DeadLetterTopicTest::timedOut).atMost(2));
    }
    try (DeadLetterStore letters = letters()) {
      assertThat(letters.redrive(Selection.all()).redriven()).isEqualTo(8);
    }
    try (DeadLetterStore letters = letters()) {
      assertThat(letters.redrive(Selection.all()).lookedAt()).isZero();
    }
    assertThat(values(origin)).hasSize(10).doesNotHaveDuplicates();
    assertThat(left()).isEmpty();
  }

  @Test
  void walksThroughAllPartitions() throws Exception {
    String wide = Topics.create(broker, 3);
    String target = Topics.create(broker, 1);
    try (KafkaPusher<byte[]> pusher = pusherTo(wide)) {
      pusher.push(IntStream.range(0, 2_000).mapToObj(i -> letter("m" + i, "timeout")).toList());
    }
    try (DeadLetterStore letters = builder().topic(wide).build();
        KafkaPusher<byte[]> pusher = pusherTo(target)) {
      assertThat(letters.find("2-0")).isPresent();
      assertThat(letters.redriveTo(pusher, Selection.all().atMost(700)).redriven()).isEqualTo(700);
      assertThat(letters.redriveTo(pusher, Selection.all()).redriven()).isEqualTo(1_300);
      assertThat(letters.redriveTo(pusher, Selection.all()).lookedAt()).isZero();
    }
    assertThat(values(target)).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(values(wide)).isEmpty();
  }

  @Test
  void aDryRunOnlyCounts() throws Exception {
    bury(4);
    try (DeadLetterStore letters = letters()) {
      RedriveReport report =
          letters.redrive(Selection.where(DeadLetterTopicTest::timedOut).dryRun(true));
      assertThat(report.redriven()).isEqualTo(2);
      assertThat(report.lookedAt()).isEqualTo(4);
      assertThat(letters.drop(Selection.all().dryRun(true)).redriven()).isEqualTo(4);
    }
    assertThat(values(origin)).isEmpty();
    assertThat(left()).hasSize(4);
  }

  @Test
  void sendsToAnotherTargetOnRequest() throws Exception {
    String elsewhere = Topics.create(broker, 1);
    bury(3);
    try (DeadLetterStore letters = letters();
        KafkaPusher<byte[]> target = pusherTo(elsewhere)) {
      assertThat(letters.redriveTo(target, Selection.all()).redriven()).isEqualTo(3);
    }
    assertThat(values(elsewhere)).containsExactly("m0", "m1", "m2");
    assertThat(values(origin)).isEmpty();
  }

  @Test
  void keepsWhatHasNoWayBackAndSaysSo() throws Exception {
    Message<byte[]> lost = Message.of("lost".getBytes(UTF_8));
    Message<byte[]> ofAFile =
        Message.builder("line".getBytes(UTF_8))
            .headers(Headers.of(DeadLetterHeaders.ORIGIN, "/var/log/app.log"))
            .build();
    bury(List.of(lost, letter("m", "timeout"), ofAFile));
    try (DeadLetterStore letters = letters()) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(1);
      assertThat(report.failure())
          .hasValueSatisfying(
              e ->
                  assertThat(e)
                      .hasMessageContainingAll("/var/log/app.log", "no topic", "name a target"));
    }
    assertThat(left()).containsExactly("lost", "line");
  }

  @Test
  void marksNothingThatTheTargetDidNotTake() throws Exception {
    bury(3);
    Pusher<byte[]> down =
        new Pusher<>() {
          @Override
          public String name() {
            return "down";
          }

          @Override
          public void push(List<Message<byte[]>> messages) throws IOException {
            throw new IOException("target is down");
          }
        };
    try (DeadLetterStore letters = letters()) {
      RedriveReport report = letters.redriveTo(down, Selection.all());
      assertThat(report.redriven()).isZero();
      assertThat(report.failure()).isPresent();
    }
    assertThat(left()).hasSize(3);
  }

  @Test
  void repeatsButNeverLosesWhenItDiesBeforeTheMark() throws Exception {
    bury(3);
    List<String> taken = new ArrayList<>();
    Pusher<byte[]> dying =
        new Pusher<>() {
          @Override
          public String name() {
            return "dying";
          }

          @Override
          public void push(List<Message<byte[]>> messages) throws InterruptedException {
            messages.forEach(each -> taken.add(new String(each.payload(), UTF_8)));
            throw new InterruptedException("died after the push");
          }
        };
    try (DeadLetterStore letters = letters()) {
      assertThatThrownBy(() -> letters.redriveTo(dying, Selection.all()))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(taken).hasSize(3);
    assertThat(left()).containsExactlyElementsOf(taken);
  }

  @Test
  void dropsAndFreesTheDisk() throws Exception {
    bury(6);
    try (DeadLetterStore letters = builder().build()) {
      assertThat(letters.drop(Selection.where(DeadLetterTopicTest::timedOut)).redriven())
          .isEqualTo(3);
    }
    assertThat(left()).containsExactly("m1", "m3", "m5");
    assertThat(values(topic)).containsExactly("m1", "m2", "m3", "m4", "m5");
  }

  @Test
  void deletesNothingFromATopicThatOthersReadAsWell() throws Exception {
    bury(4);
    try (DeadLetterStore letters = builder().keepHandled().build()) {
      assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(4);
    }
    assertThat(left()).isEmpty();
    assertThat(values(topic)).hasSize(4);
  }

  @Test
  void marksOfTransactionsDoNotStandInTheWay() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", topic),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < 4; i++) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, ("t" + i).getBytes(UTF_8))).get();
        if (i == 2) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    assertThat(left()).containsExactly("t0", "t1", "t3");
    try (DeadLetterStore letters = letters()) {
      assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(3);
      assertThat(letters.drop(Selection.all()).lookedAt()).isZero();
    }
  }

  @Test
  void stopsBeforeAMarkHasNoRoomAndForgetsNone() throws Exception {
    int count = 60_000;
    bury(IntStream.range(0, count).mapToObj(i -> Message.of(new byte[] {1})).toList());
    Random random = new Random(7);
    BitSet chosen = new BitSet();
    IntStream.range(0, count).filter(i -> random.nextBoolean()).forEach(chosen::set);
    long dropped;
    try (DeadLetterStore letters = letters()) {
      RedriveReport report =
          letters.drop(Selection.where(each -> chosen.get((int) each.message().offset())));
      assertThat(report.failure())
          .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("scattered"));
      dropped = report.redriven();
      assertThat(dropped).isBetween(5_000L, chosen.cardinality() - 1L);
    }
    try (DeadLetterStore letters = letters()) {
      assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(count - dropped);
      assertThat(letters.drop(Selection.all()).lookedAt()).isZero();
    }
  }

  @Test
  void keepsToTheRate() throws Exception {
    bury(10);
    long start = System.nanoTime();
    try (DeadLetterStore letters = letters()) {
      assertThat(letters.redrive(Selection.all().atMostPerSecond(10)).redriven()).isEqualTo(10);
    }
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(850));
    assertThat(values(origin)).hasSize(10);
  }

  @Test
  void saysThatThereIsNoSuchTopic() throws Exception {
    try (DeadLetterStore letters =
        DeadLetterTopic.builder()
            .bootstrapServers(broker.bootstrapServers())
            .topic("no-such-topic")
            .build()) {
      assertThatThrownBy(() -> letters.read(letter -> true))
          .isInstanceOf(UnknownTopicOrPartitionException.class)
          .hasMessageContaining("no-such-topic");
    }
  }
}
