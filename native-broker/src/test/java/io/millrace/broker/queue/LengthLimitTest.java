package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LengthLimitTest {
  private static QueueFixture limited(Overflow overflow) {
    return new QueueFixture(
        QueueOptions.builder()
            .deadLettering(true)
            .length(new LengthLimit(3, Long.MAX_VALUE, overflow)));
  }

  private static Admission admission(QueueFixture fixture) {
    return fixture.queue.admit(fixture.plain(), fixture.nowMillis);
  }

  @Test
  void theOldestMakeRoom() {
    QueueFixture fixture = limited(Overflow.DROP_HEAD).enqueue(5);

    assertThat(fixture.queue.browse(0, 9)).containsExactly(2L, 3L, 4L);
    assertThat(fixture.asked)
        .containsExactly("dead letter 0 MAX_LENGTH after 0", "dead letter 1 MAX_LENGTH after 0");
  }

  @Test
  void whatSomebodyWaitsForIsDeliveredRatherThanDropped() {
    QueueFixture fixture = limited(Overflow.DROP_HEAD).consumer(1, 10).enqueue(10);

    fixture.deliveries();

    assertThat(fixture.queue.counts().unacknowledged()).isEqualTo(10);
  }

  @Test
  void aFullQueueRefuses() {
    assertThat(admission(limited(Overflow.REJECT_PUBLISH).enqueue(2))).isEqualTo(Admission.ADMIT);
    assertThat(admission(limited(Overflow.REJECT_PUBLISH).enqueue(3))).isEqualTo(Admission.REJECT);
    assertThat(admission(limited(Overflow.REJECT_PUBLISH_DEAD_LETTER).enqueue(3)))
        .isEqualTo(Admission.DEAD_LETTER);
  }

  @Test
  void blockedPublishersAreToldOnceThereIsRoom() {
    QueueFixture fixture = limited(Overflow.BLOCK).enqueue(3);
    assertThat(admission(fixture)).isEqualTo(Admission.BLOCK);
    assertThat(fixture.asked).isEmpty();

    fixture.consumer(1, 1).deliveries();
    fixture.handle(new Acknowledge(1, Offsets.of(0)));

    assertThat(fixture.asked).containsExactly("unblocked");
  }

  @Test
  void aBlockedPublisherIsToldOnlyWhenItsMessageFits() {
    QueueFixture fixture =
        new QueueFixture(QueueOptions.builder().length(new LengthLimit(99, 10, Overflow.BLOCK)))
            .enqueue(Envelope.plain(4, 0))
            .enqueue(Envelope.plain(4, 0));

    assertThat(fixture.queue.admit(Envelope.plain(5, 0), fixture.nowMillis))
        .isEqualTo(Admission.BLOCK);
    assertThat(fixture.asked).isEmpty();

    fixture.consumer(1, 1).deliveries();
    assertThat(fixture.asked).containsExactly("unblocked");
  }

  @Test
  void bytesCountAsWell() {
    QueueFixture fixture =
        new QueueFixture(
            QueueOptions.builder().length(new LengthLimit(99, 10, Overflow.DROP_HEAD)));
    fixture.enqueue(Envelope.plain(6, 0)).enqueue(Envelope.plain(4, 0));
    assertThat(fixture.queue.counts().ready()).isEqualTo(2);

    fixture.enqueue(Envelope.plain(7, 0));

    assertThat(fixture.queue.browse(0, 9)).containsExactly(2L);
  }

  @Test
  void aLowerLimitTakesEffectAtOnce() {
    QueueFixture fixture = new QueueFixture(QueueOptions.builder()).enqueue(10_000);

    fixture.queue.configure(
        QueueOptions.builder().length(new LengthLimit(10, 99, Overflow.DROP_HEAD)).build(),
        fixture.nowMillis);

    assertThat(fixture.queue.browse(0, 1)).containsExactly(9_990L);
  }

  @Test
  void theLowestPriorityMakesRoom() {
    QueueFixture fixture =
        new QueueFixture(
            QueueOptions.builder()
                .maxPriority(5)
                .length(new LengthLimit(2, 99, Overflow.DROP_HEAD)));
    fixture.enqueue(fixture.plain().withPriority(5)).enqueue(2);

    assertThat(fixture.queue.browse(0, 9)).containsExactly(0L, 2L);
  }

  @Test
  void whatIsBehindAHeldGroupMakesRoomInItsTurn() {
    QueueFixture fixture =
        new QueueFixture(
            QueueOptions.builder()
                .maxPriority(5)
                .messageGroups(true)
                .length(new LengthLimit(2, 99, Overflow.DROP_HEAD)));
    fixture.consumer(1, 9).enqueue(fixture.plain().withGroup("a")).deliveries();
    fixture.enqueue(fixture.plain().withGroup("a")).deliveries();
    fixture.handle(new Flow(1, false));

    fixture.enqueue(fixture.plain().withPriority(3)).enqueue(fixture.plain().withPriority(3));

    assertThat(fixture.queue.browse(0, 9)).containsExactly(2L, 3L);
  }

  @Test
  void aHigherPriorityBehindAHeldGroupStays() {
    QueueFixture fixture =
        new QueueFixture(
            QueueOptions.builder()
                .maxPriority(5)
                .messageGroups(true)
                .length(new LengthLimit(2, 99, Overflow.DROP_HEAD)));
    fixture.consumer(1, 9).enqueue(fixture.plain().withGroup("a")).deliveries();
    fixture.enqueue(fixture.plain().withGroup("a").withPriority(5)).deliveries();
    fixture.handle(new Flow(1, false));

    fixture.enqueue(2);

    assertThat(fixture.queue.browse(0, 9)).containsExactly(1L, 3L);
  }
}
