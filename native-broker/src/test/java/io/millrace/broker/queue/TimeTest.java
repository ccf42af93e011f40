package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimeTest {
  private static final DelayedMessage START = new DelayedMessage(-1, 0);

  private final QueueOptions.Builder options = QueueOptions.builder().deadLettering(true);
  private final QueueFixture fixture = new QueueFixture(options);

  @Test
  void expiresAnywhereInTheQueue() {
    fixture.enqueue(1).enqueue(fixture.plain().withExpiry(1_100)).enqueue(1);

    fixture.pass(120);

    assertThat(fixture.queue.browse(0, 9)).containsExactly(0L, 2L);
    assertThat(fixture.asked).containsExactly("dead letter 1 EXPIRED after 0");
  }

  @Test
  void theShorterTimeToLiveCounts() {
    QueueFixture mortal = new QueueFixture(QueueOptions.builder().timeToLiveMillis(100));
    mortal.enqueue(mortal.plain().withExpiry(1_050)).enqueue(mortal.plain().withExpiry(9_000));

    assertThat(mortal.pass(70).queue.counts().ready()).isEqualTo(1);
    assertThat(mortal.pass(50).queue.counts().ready()).isZero();
  }

  @Test
  void neverDeliversWhatHasExpired() {
    fixture.enqueue(fixture.plain().withExpiry(1_050)).enqueue(1);
    fixture.nowMillis = 1_050;

    assertThat(fixture.consumer(1, 9).deliveries()).containsExactly("1<1");
  }

  @Test
  void whatIsGoodForNoTimeIsDeliveredAtOnceOrNever() {
    Envelope momentary = fixture.plain().withExpiry(fixture.nowMillis);
    fixture.consumer(1, 1).enqueue(momentary).enqueue(momentary);

    assertThat(fixture.deliveries()).containsExactly("1<0");
    fixture.pass(20);
    assertThat(fixture.asked).containsExactly("dead letter 1 EXPIRED after 0");
  }

  @Test
  void saysWhenItHasToBeWoken() {
    assertThat(fixture.queue.wakeAtMillis()).isEqualTo(Envelope.NEVER);
    fixture.enqueue(fixture.plain().withExpiry(2_000));
    assertThat(fixture.queue.wakeAtMillis()).isBetween(2_000L, 2_016L);
    fixture.enqueue(fixture.plain().withDue(1_500));
    assertThat(fixture.queue.wakeAtMillis()).isBetween(1_500L, 1_516L);
  }

  @Test
  void aDelayedMessageTakesItsPlaceWhenItIsDue() {
    fixture.enqueue(fixture.plain().withDue(1_500)).enqueue(1).consumer(1, 9);

    assertThat(fixture.deliveries()).containsExactly("1<1");
    assertThat(fixture.pass(600).deliveries()).containsExactly("1<0");
  }

  @Test
  void aDelayOutlivesARestart() {
    fixture.enqueue(fixture.plain().withDue(1_500)).restart(options).consumer(1, 9);

    assertThat(fixture.deliveries()).isEmpty();
    assertThat(fixture.pass(600).deliveries()).containsExactly("1<0 again");
  }

  @Test
  void delayedMessagesAreListedAndCancelled() {
    for (int i = 0; i < 5; i++) {
      fixture.enqueue(fixture.plain().withDue(5_000 - 160L * i));
    }
    List<DelayedMessage> page = fixture.queue.delayed(START, 2);
    assertThat(page).extracting(DelayedMessage::offset).containsExactly(4L, 3L);
    assertThat(fixture.queue.delayed(page.get(1), 9))
        .extracting(DelayedMessage::offset)
        .containsExactly(2L, 1L, 0L);

    assertThat(fixture.queue.cancelDelayed(1, fixture.nowMillis)).isTrue();
    assertThat(fixture.queue.cancelDelayed(1, fixture.nowMillis)).isFalse();
    fixture.consumer(1, 9).pass(9_000);

    assertThat(fixture.deliveries()).containsExactly("1<0", "1<2", "1<3", "1<4");
  }

  @Test
  void failedAttemptsWaitLongerAndLonger() {
    QueueFixture patient =
        new QueueFixture(
            QueueOptions.builder().redelivery(new Redelivery(9, Envelope.NEVER, 100, 2, 1_000)));
    patient.consumer(1, 1).enqueue(1).deliveries();
    patient.handle(new Return(1, Offsets.of(0), true, 0));
    assertThat(patient.pass(90).deliveries()).isEmpty();
    assertThat(patient.pass(30).deliveries()).containsExactly("1<0 again after 1");

    patient.handle(new Return(1, Offsets.of(0), true, 0));

    assertThat(patient.pass(190).deliveries()).isEmpty();
    assertThat(patient.pass(30).deliveries()).containsExactly("1<0 again after 2");
  }

  @Test
  void aDeadlineOfItsOwnLeavesWithItsConsumer() {
    QueueFixture strict = strict();
    strict.handle(new Subscribe(1, 0, false, false, true, 0, OptionalLong.of(10)));
    strict.consumer(2, 1).handle(new Detach(1, false)).enqueue(1);

    assertThat(strict.deliveries()).containsExactly("2<0");

    assertThat(strict.queue.wakeAtMillis()).isEqualTo(strict.nowMillis + 1_000);
  }

  @Test
  void theShortestDeadlineOfThoseWhoStayCounts() {
    QueueFixture strict = strict();
    strict.handle(new Subscribe(1, 0, false, false, true, 0, OptionalLong.of(10)));
    strict.handle(new Subscribe(2, 0, false, false, true, 1, OptionalLong.of(70)));
    strict.consumer(3, 0).handle(new Detach(1, false)).enqueue(1);

    assertThat(strict.deliveries()).containsExactly("2<0");

    assertThat(strict.queue.wakeAtMillis()).isEqualTo(strict.nowMillis + 70);
  }

  @Test
  void whatIsTakenOutOfItsTurnIsNeverOverdueNorSeen() {
    QueueFixture strict = strict();
    strict.enqueue(1);
    assertThat(strict.queue.take(7, 0, strict.nowMillis)).isTrue();

    strict.pass(5_000);
    assertThat(strict.asked).isEmpty();
    assertThat(strict.queue.counts().unacknowledged()).isEqualTo(1);
    strict.handle(new Return(7, Offsets.of(0), false, 0));

    assertThat(strict.consumer(1, 1).deliveries()).containsExactly("1<0");
  }

  @Test
  void onlyTheLateDeliveryIsTakenBack() {
    QueueFixture strict = strict();
    strict.consumer(1, 2).enqueue(2).deliveries();
    strict.pass(600).handle(new Renew(1, Offsets.of(0)));

    strict.consumer(2, 9).pass(500);

    assertThat(strict.asked).containsExactly("overdue 1<1");
    assertThat(strict.deliveries()).containsExactly("2<1 again after 1");
    strict.handle(new Acknowledge(1, Offsets.range(0, 1)));
    assertThat(strict.queue.counts().unacknowledged()).isEqualTo(1);
  }

  @Test
  void aConsumerThatIsLateIsSentNoMoreForIt() {
    QueueFixture strict = strict().consumer(1, 1).enqueue(2);
    strict.deliveries();

    assertThat(strict.pass(1_100).deliveries()).isEmpty();
  }

  @Test
  void aDeliveryThatMadeRoomMayBeLateAsWell() {
    QueueFixture full =
        new QueueFixture(
            QueueOptions.builder()
                .length(new LengthLimit(1, 99, Overflow.DROP_HEAD))
                .redelivery(new Redelivery(9, 1_000, 0, 1, 0)));
    full.enqueue(1).consumer(1, 1).enqueue(1);

    assertThat(full.queue.wakeAtMillis()).isEqualTo(full.nowMillis + 1_000);
  }

  @Test
  void aRetryThatIsDueAlreadyWaitsAlsoAfterARestart() {
    fixture.consumer(1, 1).enqueue(1).deliveries();

    fixture.handle(new Return(1, Offsets.of(0), true, 900)).restart(options);

    assertThat(fixture.consumer(2, 1).deliveries()).containsExactly("2<0 again after 1");
  }

  private static QueueFixture strict() {
    return new QueueFixture(QueueOptions.builder().redelivery(new Redelivery(9, 1_000, 0, 1, 0)));
  }

  @Test
  void aTickDoesABoundedPartOfALot() {
    for (int i = 0; i < 3_000; i++) {
      fixture.enqueue(fixture.plain().withDue(1_500));
    }

    fixture.pass(600);
    assertThat(fixture.queue.counts().ready()).isEqualTo(1_024);
    assertThat(fixture.queue.wakeAtMillis()).isLessThan(fixture.nowMillis);
    fixture.pass(1).pass(1);
    assertThat(fixture.queue.counts().ready()).isEqualTo(3_000);
  }

  @Test
  void timeDoesNotGoBack() {
    fixture.enqueue(fixture.plain().withDue(1_500)).pass(600);
    fixture.nowMillis = 1_000;

    assertThat(fixture.consumer(1, 1).deliveries()).containsExactly("1<0");
  }
}
