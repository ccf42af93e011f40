package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SharedCreditTest {
  private final Purse purse = new Purse();
  private final QueueFixture first = new QueueFixture(QueueOptions.builder());
  private final QueueFixture second = new QueueFixture(QueueOptions.builder());

  /** A credit that a test sees into. */
  private static final class Purse implements SharedCredit {
    int left;
    int promised;

    @Override
    public boolean hasRoom() {
      return left + promised > 0;
    }

    @Override
    public boolean take() {
      if (left == 0) {
        return false;
      }
      left--;
      return true;
    }
  }

  private void consume(QueueFixture queue) {
    queue.handle(
        new Subscribe(
            1,
            0,
            false,
            false,
            true,
            10,
            OptionalLong.empty(),
            Subscribe.NO_WINDOW,
            purse,
            KeyFilter.ALL));
  }

  @Test
  void consumersOfTwoQueuesHoldNoMoreThanTheyShare() {
    purse.left = 3;
    consume(first);
    consume(second);
    first.enqueue(2);
    second.enqueue(2);

    assertThat(first.deliveries()).containsExactly("1<0", "1<1");
    assertThat(second.deliveries()).containsExactly("1<0");
    purse.left = 1;
    assertThat(second.handle(new Grant(1, 0)).deliveries()).containsExactly("1<1");
  }

  @Test
  void itsOwnCreditCountsToo() {
    purse.left = 100;
    consume(first);

    assertThat(first.enqueue(12).deliveries()).hasSize(10);
    assertThat(purse.left).isEqualTo(90);
  }

  /** Between the two questions that the machine asks, another queue may have been quicker. */
  @Test
  void aMessageStaysWhereItWasIfOthersTookTheCredit() {
    purse.promised = 1;
    consume(first);
    first.enqueue(2).queue.deliver(5, first.nowMillis);
    assertThat(first.delivered).isEmpty();

    purse.promised = 0;
    purse.left = 2;
    assertThat(first.handle(new Grant(1, 0)).deliveries()).containsExactly("1<0", "1<1");
  }

  /** The same where consumers choose, so that a message has its own line of those who take it. */
  @Test
  void aMessageThatOnlySomeTakeStaysWhereItWasIfOthersTookTheCredit() {
    QueueFixture chosen = new QueueFixture(QueueOptions.builder().keyPatterns(true));
    Fleeting fleeting = new Fleeting();
    chosen.handle(
        new Subscribe(
            1,
            0,
            false,
            false,
            true,
            10,
            OptionalLong.empty(),
            Subscribe.NO_WINDOW,
            fleeting,
            KeyFilter.of("a")));
    chosen.enqueue(chosen.plain().withGroup("a"));

    for (int answers = 0; answers < 10; answers++) {
      fleeting.answersLeft = answers;
      assertThat(chosen.handle(new Grant(1, 0)).deliveries()).as("%s", answers).isEmpty();
      assertThat(chosen.queue.counts().ready()).isOne();
    }
    fleeting.open = true;
    assertThat(chosen.handle(new Grant(1, 0)).deliveries()).containsExactly("1<0");
  }

  /** Says so many times that there is room, and then others have taken it. */
  private static final class Fleeting implements SharedCredit {
    int answersLeft;
    boolean open;

    @Override
    public boolean hasRoom() {
      return open || answersLeft-- > 0;
    }

    @Override
    public boolean take() {
      return open;
    }
  }

  @Test
  void fetchingTakesNone() {
    consume(first);
    first.enqueue(1);

    assertThat(first.queue.fetch(7, false, KeyFilter.ALL, first.nowMillis)).isTrue();
  }
}
