package io.millrace.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.Topics;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(180)
class DeadLetterTopicTest {
  private final KafkaBroker broker;

  private final LetterTopic dead;

  DeadLetterTopicTest(KafkaBroker broker) {
    this.broker = broker;
    dead = new LetterTopic(broker);
  }

  @Test
  void showsDeadLettersWithEverythingTheyHave() throws Exception {
    dead.bury(3);
    List<DeadLetter> seen = new ArrayList<>();
    try (DeadLetterStore letters = dead.letters()) {
      letters.read(letter -> seen.add(letter) && seen.size() < 2);
      assertThat(letters.description()).isEqualTo("topic " + dead.topic());
    }
    assertThat(seen).extracting(DeadLetter::id).containsExactly("0-0", "0-1");
    DeadLetter first = seen.get(0);
    assertThat(first.reason()).isEqualTo("timeout");
    assertThat(first.origin()).isEqualTo(dead.origin());
    assertThat(first.message().key()).contains("k-m0");
    assertThat(first.header("tenant")).isEqualTo("t1");
  }

  @Test
  void findsOneByItsId() throws Exception {
    dead.bury(5);
    try (DeadLetterStore letters = dead.letters()) {
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
    dead.bury(6);
    try (DeadLetterStore letters = dead.letters()) {
      RedriveReport report = letters.redrive(Selection.where(LetterTopic::timedOut));
      assertThat(report).isEqualTo(new RedriveReport(6, 3, 3, false, Optional.empty()));
    }
    List<ConsumerRecord<byte[], byte[]>> back =
        Topics.read(broker.bootstrapServers(), dead.origin());
    assertThat(dead.values(dead.origin())).containsExactly("m0", "m2", "m4");
    assertThat(back.get(0).key()).isEqualTo("k-m0".getBytes(UTF_8));
    assertThat(RecordHeaders.read(back.get(0).headers()).toMap())
        .isEqualTo(Map.of("tenant", "t1", DeadLetterHeaders.REDRIVES, "1"));
    assertThat(dead.left()).containsExactly("m1", "m3", "m5");
  }

  @Test
  void walksThroughAllPartitions() throws Exception {
    String wide = Topics.create(broker, 3);
    String target = Topics.create(broker, 1);
    try (KafkaPusher<byte[]> pusher = dead.pusherTo(wide)) {
      pusher.push(
          IntStream.range(0, 2_000).mapToObj(i -> dead.letter("m" + i, "timeout")).toList());
    }
    try (DeadLetterStore letters = dead.builder().topic(wide).build();
        KafkaPusher<byte[]> pusher = dead.pusherTo(target)) {
      assertThat(letters.find("2-0")).isPresent();
      assertThat(letters.redriveTo(pusher, Selection.all().atMost(700)).redriven()).isEqualTo(700);
      assertThat(letters.redriveTo(pusher, Selection.all()).redriven()).isEqualTo(1_300);
      assertThat(letters.redriveTo(pusher, Selection.all()).lookedAt()).isZero();
    }
    assertThat(dead.values(target)).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(dead.values(wide)).isEmpty();
  }

  @Test
  void aDryRunOnlyCounts() throws Exception {
    dead.bury(4);
    try (DeadLetterStore letters = dead.letters()) {
      RedriveReport report = letters.redrive(Selection.where(LetterTopic::timedOut).dryRun(true));
      assertThat(report.redriven()).isEqualTo(2);
      assertThat(report.lookedAt()).isEqualTo(4);
      assertThat(letters.drop(Selection.all().dryRun(true)).redriven()).isEqualTo(4);
    }
    assertThat(dead.values(dead.origin())).isEmpty();
    assertThat(dead.left()).hasSize(4);
  }

  @Test
  void sendsToAnotherTargetOnRequest() throws Exception {
    String elsewhere = Topics.create(broker, 1);
    dead.bury(3);
    try (DeadLetterStore letters = dead.letters();
        KafkaPusher<byte[]> target = dead.pusherTo(elsewhere)) {
      assertThat(letters.redriveTo(target, Selection.all()).redriven()).isEqualTo(3);
    }
    assertThat(dead.values(elsewhere)).containsExactly("m0", "m1", "m2");
    assertThat(dead.values(dead.origin())).isEmpty();
  }

  @Test
  void keepsWhatHasNoWayBackAndSaysSo() throws Exception {
    Message<byte[]> lost = Message.of("lost".getBytes(UTF_8));
    Message<byte[]> ofAFile =
        Message.builder("line".getBytes(UTF_8))
            .headers(Headers.of(DeadLetterHeaders.ORIGIN, "/var/log/app.log"))
            .build();
    dead.bury(List.of(lost, dead.letter("m", "timeout"), ofAFile));
    try (DeadLetterStore letters = dead.letters()) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(1);
      assertThat(report.failure())
          .hasValueSatisfying(
              e ->
                  assertThat(e)
                      .hasMessageContainingAll("/var/log/app.log", "no topic", "name a target"));
    }
    assertThat(dead.left()).containsExactly("lost", "line");
  }

  @Test
  void keepsToTheRate() throws Exception {
    dead.bury(10);
    long start = System.nanoTime();
    try (DeadLetterStore letters = dead.letters()) {
      assertThat(letters.redrive(Selection.all().atMostPerSecond(10)).redriven()).isEqualTo(10);
    }
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(850));
    assertThat(dead.values(dead.origin())).hasSize(10);
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
