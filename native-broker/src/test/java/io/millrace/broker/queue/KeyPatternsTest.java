package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A queue whose consumers choose by key which messages they take. */
class KeyPatternsTest {
  private final QueueOptions.Builder options = QueueOptions.builder().keyPatterns(true);
  private final QueueFixture fixture = new QueueFixture(options);

  private QueueFixture enqueue(String... keys) {
    for (String key : keys) {
      fixture.enqueue(key.isEmpty() ? fixture.plain() : fixture.plain().withGroup(key));
    }
    return fixture;
  }

  private QueueFixture consumer(long id, int credit, String pattern) {
    return fixture.handle(
        new Subscribe(
            id,
            0,
            false,
            false,
            true,
            credit,
            OptionalLong.empty(),
            Subscribe.NO_WINDOW,
            SharedCredit.UNLIMITED,
            KeyFilter.of(pattern)));
  }

  @Test
  void eachGetsWhatItTakesInTheOrderOfTheQueue() {
    enqueue("a.1", "b", "a.2", "", "b", "a.1");
    consumer(1, 9, "a.*");
    consumer(2, 9, "b");

    assertThat(fixture.deliveries()).containsExactly("1<0", "2<1", "1<2", "2<4", "1<5");
    assertThat(fixture.queue.counts().ready()).isOne();
    assertThat(consumer(3, 9, "").deliveries()).containsExactly("3<3");
  }

  @Test
  void aMessageGoesToOneOfThoseWhoTakeItInTurn() {
    consumer(1, 9, "#");
    consumer(2, 9, "a.#");
    consumer(3, 9, "a.#");

    enqueue("a.1", "a.2", "a.3", "a.4", "b", "a.5");

    assertThat(fixture.deliveries()).containsExactly("1<0", "2<1", "3<2", "1<3", "1<4", "2<5");
  }

  @Test
  void twoWhoTakeTheSameShareEvenlyThoughEachMessageHasAKeyOfItsOwn() {
    consumer(1, 100, "order.*");
    consumer(2, 100, "order.*");
    for (int i = 0; i < 100; i++) {
      enqueue("order." + i);
    }

    assertThat(fixture.deliveries().stream().filter(each -> each.startsWith("1<"))).hasSize(50);
  }

  @Test
  void whoIsBusyHoldsUpNobodyElse() {
    consumer(1, 1, "slow");
    consumer(2, 9, "fast");
    enqueue("slow", "slow", "fast", "slow", "fast");

    assertThat(fixture.deliveries()).containsExactly("1<0", "2<2", "2<4");
    fixture.handle(new Acknowledge(1, Offsets.of(0)));
    assertThat(fixture.deliveries()).containsExactly("1<1");
    fixture.handle(new Acknowledge(1, Offsets.of(1)));
    assertThat(fixture.deliveries()).containsExactly("1<3");
  }

  @Test
  void whatIsGivenBackComesBeforeWhatCameLater() {
    consumer(1, 1, "a");
    consumer(2, 9, "b");
    enqueue("a", "a", "b").deliveries();

    fixture.handle(new Return(1, Offsets.of(0), true, 0));

    assertThat(fixture.deliveries()).containsExactly("1<0 again after 1");
  }

  @Test
  void whatNobodyTakesWaitsAndIsThereAfterARestart() {
    consumer(1, 9, "a");
    enqueue("b", "a", "c").deliveries();

    fixture.restart(options);

    consumer(1, 9, "c");
    assertThat(fixture.deliveries()).containsExactly("1<2 again");
    assertThat(fixture.queue.browse(0, 9)).containsExactly(0L, 1L);
  }

  @Test
  void takesOtherMessagesOnceItHasChosenAnew() {
    consumer(1, 9, "a");
    enqueue("a", "b", "c").deliveries();

    fixture.handle(new Choose(1, KeyFilter.of("a").or("b")));

    assertThat(fixture.deliveries()).containsExactly("1<1");
    fixture.handle(new Choose(1, KeyFilter.of("c")));
    enqueue("a", "b");
    assertThat(fixture.deliveries()).containsExactly("1<2");
    fixture.handle(new Acknowledge(1, Offsets.of(0)));
    assertThat(fixture.queue.counts().ready()).isEqualTo(2);
  }

  @Test
  void fetchesTheFirstThatIsWanted() {
    consumer(1, 9, "x");
    enqueue("a", "b", "c", "b").deliveries();

    assertThat(fixture.queue.fetch(7, true, KeyFilter.of("b"), fixture.nowMillis)).isTrue();
    assertThat(fixture.queue.fetch(8, true, KeyFilter.ALL, fixture.nowMillis)).isTrue();
    assertThat(fixture.queue.fetch(9, true, KeyFilter.of("d"), fixture.nowMillis)).isFalse();

    assertThat(fixture.deliveries()).containsExactly("7<1", "8<0");
  }

  @Test
  void theOldestMakesRoomAlsoIfItWasPassedOver() {
    QueueFixture small =
        new QueueFixture(
            QueueOptions.builder()
                .keyPatterns(true)
                .length(new LengthLimit(2, Long.MAX_VALUE, Overflow.DROP_HEAD)));
    small.handle(
        new Subscribe(
            1,
            0,
            false,
            false,
            true,
            1,
            OptionalLong.empty(),
            Subscribe.NO_WINDOW,
            SharedCredit.UNLIMITED,
            KeyFilter.of("a")));

    for (int i = 0; i < 3; i++) {
      small.enqueue(small.plain().withGroup("b" + i));
    }

    assertThat(small.queue.browse(0, 9)).containsExactly(1L, 2L);
  }

  @Test
  void whatWasPassedOverExpires() {
    consumer(1, 9, "a");
    fixture.enqueue(fixture.plain().withGroup("b").withExpiry(fixture.nowMillis + 50)).deliveries();

    fixture.pass(100);

    assertThat(fixture.queue.counts().messages()).isZero();
  }

  @Test
  void remembersSoManyKeysAndNoMore() {
    consumer(1, 9, "x");
    for (int i = 0; i <= KeyLanes.KEYS_LIMIT; i++) {
      enqueue("k" + i);
    }
    enqueue("x", "k0");

    assertThat(fixture.deliveries()).isEmpty();
    consumer(2, 1, "k7");
    assertThat(fixture.deliveries()).containsExactly("2<7", "1<" + (KeyLanes.KEYS_LIMIT + 1));
  }
}
