package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageGroupsTest {
  private final QueueOptions.Builder options = QueueOptions.builder().messageGroups(true);
  private final QueueFixture fixture = new QueueFixture(options);

  private QueueFixture enqueue(String... groups) {
    for (String group : groups) {
      fixture.enqueue(fixture.plain().withGroup(group));
    }
    return fixture;
  }

  @Test
  void oneMessageOfAGroupIsDeliveredAtATime() {
    enqueue("a", "a", "b", "a").consumer(1, 9).consumer(2, 9);

    assertThat(fixture.deliveries()).containsExactly("1<0", "2<2");
    fixture.handle(new Acknowledge(1, Offsets.of(0)));
    assertThat(fixture.deliveries()).containsExactly("1<1");
  }

  @Test
  void aGroupWaitsForTheRetryOfItsFirstMessage() {
    enqueue("a", "a", "b").consumer(1, 1).deliveries();

    fixture.handle(new Return(1, Offsets.of(0), true, fixture.nowMillis + 100));
    fixture.handle(new Grant(1, 9));
    assertThat(fixture.deliveries()).containsExactly("1<2");

    assertThat(fixture.pass(120).deliveries()).containsExactly("1<0 again after 1");
  }

  @Test
  void aRetryKeepsItsGroupWaitingAfterARestart() {
    enqueue("a", "a").consumer(1, 1).deliveries();
    fixture.handle(new Return(1, Offsets.of(0), true, fixture.nowMillis + 100));

    fixture.restart(options).consumer(1, 9);

    assertThat(fixture.deliveries()).isEmpty();
    assertThat(fixture.pass(120).deliveries()).containsExactly("1<0 again after 1");
  }

  @Test
  void rejectingFreesTheGroup() {
    enqueue("a", "a").consumer(1, 9).deliveries();

    fixture.handle(new Reject(1, Offsets.of(0)));

    assertThat(fixture.deliveries()).containsExactly("1<1");
  }

  @Test
  void whatIsParkedExpiresAsWell() {
    enqueue("a").consumer(1, 9);
    fixture.enqueue(fixture.plain().withGroup("a").withExpiry(fixture.nowMillis + 50));
    fixture.deliveries();

    fixture.pass(100).handle(new Acknowledge(1, Offsets.of(0)));

    assertThat(fixture.deliveries()).isEmpty();
    assertThat(fixture.queue.counts().messages()).isZero();
  }

  @Test
  void aMessageThatComesNowIsNotNextWhileReleasedOnesWait() {
    String[] groups = new String[OffsetBatch.FULL + 1];
    Arrays.setAll(groups, n -> "g" + n);
    enqueue(groups).consumer(1, groups.length).deliveries();
    enqueue(groups).consumer(2, 1).deliveries();
    fixture.handle(new Grant(2, groups.length));
    fixture.deliveries();

    fixture.handle(new Acknowledge(1, Offsets.range(0, groups.length - 1)));

    assertThat(fixture.queue.deliversAtOnce(fixture.plain(), fixture.nowMillis)).isFalse();
  }

  @Test
  void doesNotSearchEndlesslyBehindAHeldGroup() {
    for (int i = 0; i <= MessageGroups.PARKED_LIMIT; i++) {
      enqueue("a");
    }
    enqueue("b", "b").consumer(1, 9);

    assertThat(fixture.deliveries())
        .containsExactly("1<0", "1<" + (MessageGroups.PARKED_LIMIT + 1));
    enqueue("a", "c");
    fixture.handle(new Acknowledge(1, Offsets.of(0)));
    assertThat(fixture.deliveries()).first().isEqualTo("1<1");
  }
}
