package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SingleActiveConsumerTest {
  private final QueueFixture fixture =
      new QueueFixture(QueueOptions.builder().singleActiveConsumer(true));

  @Test
  void onlyTheFirstIsServedUntilItLeaves() {
    fixture.consumer(1, 2).consumer(2, 9).enqueue(4);
    assertThat(fixture.deliveries()).containsExactly("1<0", "1<1");

    fixture.handle(new Detach(1, false));

    assertThat(fixture.deliveries()).containsExactly("2<0 again", "2<1 again", "2<2", "2<3");
    assertThat(fixture.asked).containsExactly("1 active", "2 active");
  }

  @Test
  void aHigherPriorityTakesOverOnceTheActiveOneHoldsNothing() {
    fixture.consumer(1, 9).enqueue(1).deliveries();
    fixture.consumer(2, 9, 5).enqueue(1);
    assertThat(fixture.deliveries()).isEmpty();

    fixture.handle(new Acknowledge(1, Offsets.of(0)));

    assertThat(fixture.deliveries()).containsExactly("2<1");
    assertThat(fixture.asked).containsExactly("1 active", "1 passive", "2 active");
  }

  @Test
  void theActiveOneGoesOnWhenTheHigherPriorityLeavesBeforeItsTurn() {
    fixture.consumer(1, 9).enqueue(1).deliveries();
    fixture.consumer(2, 9, 5).enqueue(1).handle(new Cancel(2));

    assertThat(fixture.deliveries()).containsExactly("1<1");
  }

  @Test
  void theRuleMayChange() {
    fixture.consumer(1, 9).consumer(2, 9).enqueue(2);

    fixture.queue.configure(QueueOptions.DEFAULT, fixture.nowMillis);

    assertThat(fixture.deliveries()).containsExactly("1<0", "2<1");
  }
}
