package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import io.millrace.queue.order.KeyLanes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnTest {
  private static final int MOST = 5;

  private final KeyLanes<Delivery<Integer>> lanes = new KeyLanes<>(16);

  private static Delivery<Integer> delivery(int number) {
    return new Delivery<>(null, Message.of(number), "key", 0);
  }

  private static int number(Delivery<Integer> delivery) {
    return delivery.message.payload();
  }

  private Delivery<Integer> entered(int count) {
    Delivery<Integer> first = delivery(0);
    lanes.enter(first);
    IntStream.range(1, count).forEach(i -> lanes.enter(delivery(i)));
    return first;
  }

  @Test
  void aDeliveryThatIsLetGoHasTheTurnAndTheOthersWaitBehindIt() {
    Turn<Integer> turn = new Turn<>(lanes, MOST);
    Delivery<Integer> second = turn.after(entered(8));
    Delivery<Integer> third = turn.after(second);
    assertThat(lanes.waiting()).isEqualTo(8 - 1 - MOST);
    turn.leaveTo(third);
    assertThat(lanes.waiting()).isEqualTo(8 - 3);
    assertThat(lanes.runningKeys()).isEqualTo(1);
    assertThat(lanes.enter(delivery(8))).isFalse();
    assertThat(IntStream.range(0, 6).map(i -> number(nextOf(third, i))))
        .containsExactly(3, 4, 5, 6, 7, 8);
  }

  private final List<Delivery<Integer>> order = new ArrayList<>();

  /** The {@code index}th delivery after one that has the turn, taken by somebody else. */
  private Delivery<Integer> nextOf(Delivery<Integer> holder, int index) {
    if (order.isEmpty()) {
      Turn<Integer> another = new Turn<>(lanes, MOST);
      for (Delivery<Integer> next = another.after(holder); next != null; ) {
        order.add(next);
        next = another.after(next);
      }
      assertThat(lanes.runningKeys()).isZero();
    }
    return order.get(index);
  }

  /** One thread enters deliveries of a key; others, one after the other, go on with them. */
  @RepeatedTest(20)
  void keepsTheOrderWhileOthersEnterAndTheTurnPassesOn(RepetitionInfo repetition) throws Exception {
    int count = 20_000;
    Random random = new Random(repetition.getCurrentRepetition());
    Queue<Delivery<Integer>> ready = new ConcurrentLinkedQueue<>();
    AtomicBoolean entered = new AtomicBoolean();
    Thread producer =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                Delivery<Integer> delivery = delivery(i);
                if (lanes.enter(delivery)) {
                  ready.add(delivery);
                }
              }
              entered.set(true);
            });
    producer.start();
    Turn<Integer> turn = new Turn<>(lanes, MOST);
    int expected = 0;
    while (expected < count) {
      Delivery<Integer> delivery = ready.poll();
      if (delivery == null) {
        Thread.onSpinWait();
        continue;
      }
      turn.takeAtOnce(1 + random.nextInt(MOST));
      while (delivery != null) {
        if (random.nextInt(10) == 0) {
          turn.leaveTo(delivery);
          ready.add(delivery);
          turn = new Turn<>(lanes, MOST);
          break;
        }
        assertThat(number(delivery)).isEqualTo(expected++);
        delivery = turn.after(delivery);
      }
    }
    producer.join();
    assertThat(entered).isTrue();
    assertThat(lanes.waiting()).isZero();
    assertThat(lanes.runningKeys()).isZero();
  }
}
