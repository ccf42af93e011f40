package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private final QueueOptions.Builder options =
      QueueOptions.builder()
          .deadLettering(true)
          .redelivery(new Redelivery(2, Envelope.NEVER, 0, 1, 0));
  private final QueueFixture fixture = new QueueFixture(options);

  @Test
  void aRejectedMessageStaysUntilItsCopyIsDurable() {
    fixture.consumer(1, 1).enqueue(1).deliveries();

    fixture.handle(new Reject(1, Offsets.of(0)));
    assertThat(fixture.asked).containsExactly("dead letter 0 REJECTED after 0");
    assertThat(fixture.queue.counts().departing()).isEqualTo(1);
    fixture.handle(new Departed(Offsets.of(0)));

    assertThat(fixture.queue.counts().messages()).isZero();
    assertThat(fixture.log.present).isEmpty();
  }

  @Test
  void whatDepartsIsSentAgainAfterARestart() {
    fixture.consumer(1, 9).enqueue(3).deliveries();
    fixture.handle(new Reject(1, Offsets.range(0, 2))).handle(new Departed(Offsets.of(1)));
    fixture.asked.clear();

    fixture.restart(options);

    assertThat(fixture.asked)
        .containsExactly("dead letter 0 REJECTED after 0", "dead letter 2 REJECTED after 0");
  }

  @Test
  void oneAttemptTooManyIsTheLast() {
    fixture.consumer(1, 1).enqueue(1);
    for (int i = 0; i < 3; i++) {
      fixture.deliveries();
      fixture.handle(new Return(1, Offsets.of(0), true, 0));
    }

    assertThat(fixture.deliveries()).isEmpty();
    assertThat(fixture.asked).containsExactly("dead letter 0 DELIVERY_LIMIT after 3");
  }

  @Test
  void attemptsAreCountedAcrossRestarts() {
    fixture.consumer(1, 1).enqueue(1).deliveries();
    fixture.handle(new Return(1, Offsets.of(0), true, 0)).restart(options).consumer(1, 1);

    assertThat(fixture.deliveries()).containsExactly("1<0 again after 1");
  }

  @Test
  void withoutDeadLettersTheyAreGone() {
    QueueFixture careless = new QueueFixture(QueueOptions.builder());
    careless.consumer(1, 1).enqueue(1).deliveries();

    careless.handle(new Reject(1, Offsets.of(0)));

    assertThat(careless.asked).isEmpty();
    assertThat(careless.log.commands).last().isEqualTo(new Settle(Offsets.of(0), Fate.REJECTED, 1));
  }

  @Test
  void aFewAreSentAtATime() {
    fixture.consumer(1, 1_000).enqueue(1_000).deliveries();

    fixture.handle(new Reject(1, Offsets.range(0, 999)));
    assertThat(fixture.asked).hasSize(Departing.WINDOW);
    fixture.handle(new Departed(Offsets.range(0, 99)));

    assertThat(fixture.asked).hasSize(Departing.WINDOW + 100);
  }

  @Test
  void anAnswerThatNobodyAskedForIsIgnored() {
    fixture.enqueue(1).handle(new Departed(Offsets.range(0, 5)));

    assertThat(fixture.queue.counts().ready()).isEqualTo(1);
  }
}
