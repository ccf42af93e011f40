package io.millrace.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
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
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is gone from a topic of dead letters stays gone, for others and over crashes. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class GoneLettersTest {
  private final KafkaBroker broker;

  private final LetterTopic dead;

  GoneLettersTest(KafkaBroker broker) {
    this.broker = broker;
    dead = new LetterTopic(broker);
  }

  @Test
  void whatWasSentBackIsNotSentAgainByTheNextProcess() throws Exception {
    dead.bury(10);
    try (DeadLetterStore letters = dead.letters()) {
      letters.redrive(Selection.where(LetterTopic::timedOut).atMost(2));
    }
    try (DeadLetterStore letters = dead.letters()) {
      assertThat(letters.redrive(Selection.all()).redriven()).isEqualTo(8);
    }
    try (DeadLetterStore letters = dead.letters()) {
      assertThat(letters.redrive(Selection.all()).lookedAt()).isZero();
    }
    assertThat(dead.values(dead.origin())).hasSize(10).doesNotHaveDuplicates();
    assertThat(dead.left()).isEmpty();
  }

  @Test
  void marksNothingThatTheTargetDidNotTake() throws Exception {
    dead.bury(3);
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
    try (DeadLetterStore letters = dead.letters()) {
      RedriveReport report = letters.redriveTo(down, Selection.all());
      assertThat(report.redriven()).isZero();
      assertThat(report.failure()).isPresent();
    }
    assertThat(dead.left()).hasSize(3);
  }

  @Test
  void repeatsButNeverLosesWhenItDiesBeforeTheMark() throws Exception {
    dead.bury(3);
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
    try (DeadLetterStore letters = dead.letters()) {
      assertThatThrownBy(() -> letters.redriveTo(dying, Selection.all()))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(taken).hasSize(3);
    assertThat(dead.left()).containsExactlyElementsOf(taken);
  }

  @Test
  void dropsAndFreesTheDisk() throws Exception {
    dead.bury(6);
    try (DeadLetterStore letters = dead.builder().build()) {
      assertThat(letters.drop(Selection.where(LetterTopic::timedOut)).redriven()).isEqualTo(3);
    }
    assertThat(dead.left()).containsExactly("m1", "m3", "m5");
    assertThat(dead.values(dead.topic())).containsExactly("m1", "m2", "m3", "m4", "m5");
  }

  @Test
  void deletesNothingFromATopicThatOthersReadAsWell() throws Exception {
    dead.bury(4);
    try (DeadLetterStore letters = dead.builder().keepHandled().build()) {
      assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(4);
    }
    assertThat(dead.left()).isEmpty();
    assertThat(dead.values(dead.topic())).hasSize(4);
  }

  @Test
  void marksOfTransactionsDoNotStandInTheWay() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", dead.topic()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < 4; i++) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(dead.topic(), ("t" + i).getBytes(UTF_8))).get();
        if (i == 2) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
    assertThat(dead.left()).containsExactly("t0", "t1", "t3");
    try (DeadLetterStore letters = dead.letters()) {
      assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(3);
      assertThat(letters.drop(Selection.all()).lookedAt()).isZero();
    }
  }

  @Test
  void stopsBeforeAMarkHasNoRoomAndForgetsNone() throws Exception {
    int count = 60_000;
    dead.bury(IntStream.range(0, count).mapToObj(i -> Message.of(new byte[] {1})).toList());
    Random random = new Random(7);
    BitSet chosen = new BitSet();
    IntStream.range(0, count).filter(i -> random.nextBoolean()).forEach(chosen::set);
    long dropped;
    try (DeadLetterStore letters = dead.letters()) {
      RedriveReport report =
          letters.drop(Selection.where(each -> chosen.get((int) each.message().offset())));
      assertThat(report.failure())
          .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("scattered"));
      dropped = report.redriven();
      assertThat(dropped).isBetween(5_000L, chosen.cardinality() - 1L);
    }
    try (DeadLetterStore letters = dead.letters()) {
      assertThat(letters.drop(Selection.all()).redriven()).isEqualTo(count - dropped);
      assertThat(letters.drop(Selection.all()).lookedAt()).isZero();
    }
  }
}
