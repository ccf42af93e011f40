package io.millrace.queue.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.executor.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RedriveTest {
  private final ManualTime time = new ManualTime();
  private final Target target = new Target();
  private final Redrive<String> redrive = Redrive.to(target).withTime(time);

  /** A backend that refuses some payloads, or goes down after a number of pushes. */
  private static final class Target implements Pusher<String> {
    final List<Message<String>> taken = new ArrayList<>();
    String refused = "";
    int downAfterPushes = Integer.MAX_VALUE;

    @Override
    public String name() {
      return "target";
    }

    @Override
    public synchronized void push(List<Message<String>> messages) throws Exception {
      if (downAfterPushes-- <= 0) {
        throw new IOException("target is down");
      }
      BitSet failed = new BitSet();
      for (int i = 0; i < messages.size(); i++) {
        if (messages.get(i).payload().equals(refused)) {
          failed.set(i);
        } else {
          taken.add(messages.get(i));
        }
      }
      if (!failed.isEmpty()) {
        throw new PushException("refused", failed, new IOException("too large"));
      }
    }

    synchronized List<String> payloads() {
      return taken.stream().map(Message::payload).toList();
    }
  }

  @Test
  void sendsTheSelectedOnesAndReturnsTheOthersOnce() throws Exception {
    LetterBox box = LetterBox.of(2_000);
    RedriveReport report = redrive.where(RedriveTest::timedOut).run(box, Duration.ZERO);
    assertThat(report.lookedAt()).isEqualTo(2_000);
    assertThat(report.redriven()).isEqualTo(1_000);
    assertThat(report.kept()).isEqualTo(1_000);
    assertThat(report.failure()).isEmpty();
    assertThat(target.payloads()).isEqualTo(box.acked).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(box.returned).hasSize(1_000).doesNotHaveDuplicates();
  }

  @Test
  void aMessageIsAsItWasButForTheCountOfItsRedrives() throws Exception {
    LetterBox box = LetterBox.of(1);
    redrive.run(box, Duration.ZERO);
    Message<String> message = target.taken.get(0);
    assertThat(message.headers().toMap())
        .isEqualTo(Map.of("tenant", "t1", DeadLetterHeaders.REDRIVES, "1"));
    assertThat(message.key()).contains("k");
    assertThat(message.attempt()).isEqualTo(1);
    assertThat(message.offset()).isEqualTo(Message.NO_OFFSET);

    Message<String> again = Revival.of(message);
    assertThat(again.headers().get(DeadLetterHeaders.REDRIVES)).contains("2");
    Message<String> odd =
        Message.builder("x")
            .headers(message.headers().with(DeadLetterHeaders.REDRIVES, "many"))
            .build();
    assertThat(Revival.of(odd).headers().get(DeadLetterHeaders.REDRIVES)).contains("1");
  }

  @Test
  void aDryRunCountsAndSendsNothing() throws Exception {
    LetterBox box = LetterBox.of(10);
    RedriveReport report =
        redrive.where(RedriveTest::timedOut).dryRun(true).run(box, Duration.ZERO);
    assertThat(report.isDryRun()).isTrue();
    assertThat(report.redriven()).isEqualTo(5);
    assertThat(target.taken).isEmpty();
    assertThat(box.acked).isEmpty();
    assertThat(box.returned).hasSize(10);
  }

  @Test
  void looksAtNoMoreThanAsked() throws Exception {
    LetterBox box = LetterBox.of(1_000);
    assertThat(redrive.lookingAt(700).run(box, Duration.ZERO).lookedAt()).isEqualTo(700);
    assertThat(box.acked).hasSize(700);
  }

  @Test
  void whatTheTargetRefusesIsKeptAndTheOthersGoOn() throws Exception {
    LetterBox box = LetterBox.of(1_200);
    target.refused = "m7";
    RedriveReport report = redrive.run(box, Duration.ZERO);
    assertThat(report.redriven()).isEqualTo(1_199);
    assertThat(box.returned).containsExactly("m7");
    assertThat(box.acked).doesNotContain("m7");
  }

  @Test
  void endsAndKeepsTheRestWhenTheTargetIsDown() throws Exception {
    LetterBox box = LetterBox.of(2_000);
    target.downAfterPushes = 1;
    RedriveReport report = redrive.run(box, Duration.ZERO);
    assertThat(report.failure())
        .hasValueSatisfying(e -> assertThat(e).hasMessage("target is down"));
    assertThat(report.lookedAt()).isEqualTo(1_000);
    assertThat(box.acked).hasSize(500);
    assertThat(box.returned).hasSize(500);
  }

  @Test
  void givesBackWhatItHoldsWhenTheSourceFails() {
    LetterBox box = LetterBox.of(2_000);
    box.failAfterFetches = 2;
    assertThatThrownBy(() -> redrive.where(RedriveTest::timedOut).run(box, Duration.ZERO))
        .hasMessage("source is down");
    assertThat(box.acked).hasSize(500);
    assertThat(box.returned).hasSize(500);
  }

  @Test
  void doesNotSendWhatWasRevoked() throws Exception {
    LetterBox box = LetterBox.of(3);
    box.partition.revoke();
    assertThat(redrive.run(box, Duration.ZERO).kept()).isEqualTo(3);
    assertThat(target.taken).isEmpty();
  }

  @Test
  void keepsToTheRateLimitAndRenewsTheLeaseMeanwhile() throws Exception {
    LetterBox box = LetterBox.of(100);
    box.lease = java.util.Optional.of(Duration.ofSeconds(3));
    var report = new AtomicReference<RedriveReport>();
    Thread runner =
        new Thread(
            () -> {
              try {
                report.set(redrive.atMostPerSecond(10).run(box, Duration.ofSeconds(1)));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    runner.start();
    for (int sent = 1; sent < 100; sent++) {
      time.awaitSleepers(1);
      assertThat(target.payloads()).hasSize(sent);
      time.advance(Duration.ofMillis(100));
    }
    runner.join();
    assertThat(report.get().redriven()).isEqualTo(100);
    assertThat(box.renewals).isEqualTo(10);
  }

  @Test
  void anInterruptEndsItAndGivesBackTheRest() throws Exception {
    LetterBox box = LetterBox.of(100);
    var thrown = new AtomicReference<Exception>();
    Thread runner =
        new Thread(
            () -> {
              try {
                redrive.atMostPerSecond(10).run(box, Duration.ZERO);
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    runner.start();
    time.awaitSleepers(1);
    runner.interrupt();
    runner.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(box.acked).hasSize(1);
    assertThat(box.returned).hasSize(1);
  }

  private static boolean timedOut(Message<String> message) {
    return message.headers().get(DeadLetterHeaders.REASON).orElse("").equals("timeout");
  }
}
