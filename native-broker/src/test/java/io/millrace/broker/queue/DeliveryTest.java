package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final QueueFixture fixture = new QueueFixture(QueueOptions.builder());

  @Test
  void whoSettlesByDeliveryHasHisCreditBackAtOnceWhereSettlingGivesIt() {
    fixture.handle(new Subscribe(1, 0, false, true, true, 1)).enqueue(5);

    assertThat(fixture.deliveries()).hasSize(5);
  }

  @Test
  void servesConsumersInTurn() {
    fixture.consumer(1, 10).consumer(2, 10).consumer(3, 1).enqueue(6);

    assertThat(fixture.deliveries()).containsExactly("1<0", "2<1", "3<2", "1<3", "2<4", "1<5");
  }

  @Test
  void servesAHigherPriorityAsLongAsItHasCredit() {
    fixture.consumer(1, 10, 0).consumer(2, 2, 5).enqueue(4);

    assertThat(fixture.deliveries()).containsExactly("2<0", "2<1", "1<2", "1<3");
  }

  @Test
  void sendsNoMoreThanCreditAllowsUntilSomethingIsSettled() {
    fixture.consumer(1, 2).enqueue(5);

    assertThat(fixture.deliveries()).containsExactly("1<0", "1<1");
    assertThat(fixture.deliveries()).isEmpty();
    fixture.handle(new Acknowledge(1, Offsets.of(0)));
    assertThat(fixture.deliveries()).containsExactly("1<2");
  }

  @Test
  void whatIsGivenBackGoesToItsOldPlace() {
    fixture.consumer(1, 3).enqueue(4).deliveries();

    fixture.handle(new Return(1, Offsets.of(1), true, 0));
    fixture.handle(new Return(1, Offsets.of(0), false, 0));

    assertThat(fixture.deliveries()).containsExactly("1<0 again", "1<1 again after 1");
  }

  @Test
  void ignoresAnAnswerOfSomebodyWhoDoesNotHoldTheMessage() {
    fixture.consumer(1, 1).consumer(2, 1).enqueue(2).deliveries();

    fixture.handle(new Acknowledge(2, Offsets.of(0)));
    fixture.handle(new Acknowledge(1, Offsets.range(0, 9)));

    assertThat(fixture.queue.counts().unacknowledged()).isEqualTo(1);
  }

  @Test
  void aConsumerThatBreaksDownGivesAllBackAsFailedAttempts() {
    fixture.consumer(1, 3).enqueue(3).deliveries();

    fixture.handle(new Detach(1, true)).consumer(2, 3);

    assertThat(fixture.deliveries())
        .containsExactly("2<0 again after 1", "2<1 again after 1", "2<2 again after 1");
  }

  @Test
  void aCancelledConsumerMaySettleWhatItHolds() {
    fixture.consumer(1, 1).enqueue(2).deliveries();

    fixture.handle(new Cancel(1));
    assertThat(fixture.deliveries()).isEmpty();
    fixture.handle(new Acknowledge(1, Offsets.of(0)));

    assertThat(fixture.queue.counts().messages()).isEqualTo(1);
  }

  @Test
  void settlesByDeliveryInOneCommandWhereNobodyAnswers() {
    fixture.handle(new Subscribe(1, 0, false, true, false, 100)).enqueue(50).deliveries();

    assertThat(fixture.queue.counts().messages()).isZero();
    assertThat(fixture.log.commands).hasSize(51);
  }

  @Test
  void noMoreBytesAreOnTheirWayThanTheWindowAndOneMessage() {
    fixture.handle(
        new Subscribe(
            1,
            0,
            false,
            true,
            false,
            100,
            OptionalLong.empty(),
            3,
            SharedCredit.UNLIMITED,
            KeyFilter.ALL));
    fixture.consumer(2, 1).enqueue(6);
    assertThat(fixture.deliveries()).containsExactly("1<0", "2<1", "1<2", "1<3");

    assertThat(fixture.handle(new Taken(1, 1)).deliveries()).containsExactly("1<4");
    assertThat(fixture.handle(new Grant(1, 100)).deliveries()).isEmpty();
    fixture.enqueue(Envelope.plain(1_000, fixture.nowMillis)).enqueue(1);
    assertThat(fixture.handle(new Taken(1, 2)).deliveries()).containsExactly("1<5", "1<6");
    assertThat(fixture.handle(new Taken(1, 999)).deliveries()).isEmpty();
    assertThat(fixture.handle(new Taken(1, 1)).deliveries()).containsExactly("1<7");
  }

  @Test
  void higherPrioritiesComeFirst() {
    QueueFixture ranked = new QueueFixture(QueueOptions.builder().maxPriority(5));
    ranked.enqueue(ranked.plain()).enqueue(ranked.plain().withPriority(9));
    ranked.enqueue(ranked.plain().withPriority(5)).enqueue(ranked.plain().withPriority(3));

    assertThat(ranked.consumer(1, 9).deliveries()).containsExactly("1<1", "1<2", "1<3", "1<0");
  }

  @Test
  void nothingLeavesWhilePaused() {
    fixture.consumer(1, 5).enqueue(1).handle(new Pause(true));

    assertThat(fixture.deliveries()).isEmpty();
    assertThat(fixture.queue.fetch(7, true, KeyFilter.ALL, fixture.nowMillis)).isFalse();
    assertThat(fixture.handle(new Pause(false)).deliveries()).containsExactly("1<0");
  }

  @Test
  void handsOutOneMessageOnDemand() {
    fixture.enqueue(2);

    assertThat(fixture.queue.fetch(7, false, KeyFilter.ALL, fixture.nowMillis)).isTrue();
    fixture.handle(new Acknowledge(7, Offsets.of(0)));

    assertThat(fixture.queue.counts().messages()).isEqualTo(1);
  }

  @Test
  void anExclusiveConsumerIsTheOnlyOne() {
    fixture.handle(new Subscribe(1, 0, true, false, true, 1));

    assertThat(fixture.queue.admits(false)).isFalse();
    assertThatThrownBy(() -> fixture.consumer(2, 1)).isInstanceOf(IllegalStateException.class);
    assertThat(fixture.handle(new Cancel(1)).queue.admits(true)).isTrue();
  }

  @Test
  void knowsSinceWhenNobodyUsesIt() {
    assertThat(fixture.queue.unusedSinceMillis()).hasValue(1_000);
    fixture.consumer(1, 1);
    assertThat(fixture.queue.unusedSinceMillis()).isEmpty();
    fixture.pass(500).handle(new Cancel(1));
    assertThat(fixture.queue.unusedSinceMillis()).hasValue(1_500);
  }

  @Test
  void browsingChangesNothing() {
    fixture.consumer(1, 1).enqueue(5).deliveries();

    assertThat(fixture.queue.browse(0, 3)).containsExactly(1L, 2L, 3L);
    assertThat(fixture.queue.browse(4, 3)).containsExactly(4L);
    assertThat(fixture.queue.counts().ready()).isEqualTo(4);
  }

  @Test
  void purgingLeavesWhatConsumersHold() {
    fixture.consumer(1, 1).enqueue(50_000).deliveries();

    assertThat(fixture.queue.purge(fixture.nowMillis)).isEqualTo(49_999);
    assertThat(fixture.queue.counts().messages()).isEqualTo(1);
    assertThat(fixture.handle(new Return(1, Offsets.of(0), true, 0)).deliveries()).hasSize(1);
  }

  @Test
  void whoFetchesWithoutHoldingIsForgottenAtOnce() {
    fixture.enqueue(2);

    assertThat(fixture.queue.fetch(7, true, KeyFilter.ALL, fixture.nowMillis)).isTrue();
    assertThat(fixture.queue.knows(7)).isFalse();
    assertThat(fixture.queue.fetch(8, false, KeyFilter.ALL, fixture.nowMillis)).isTrue();
    assertThat(fixture.queue.knows(8)).isTrue();
  }
}
