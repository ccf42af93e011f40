package io.millrace.queue.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ChannelTest {
  private static final long FOREVER = Long.MAX_VALUE;

  @Test
  void acceptsFromTheFrontWhatFits() {
    Channel<Integer> channel = new Channel<>(3);

    assertThat(channel.offer(new Integer[] {0, 1, 2, 3, 4}, 1, 5)).isEqualTo(3);
    assertThat(channel.offer(new Integer[] {9}, 0, 1)).isZero();

    assertThat(drain(channel)).containsExactly(1, 2, 3);
  }

  @Test
  void removesWhatMatchesAndKeepsTheOrderOfTheRest() {
    Channel<Integer> channel = new Channel<>(6);
    channel.offer(new Integer[] {0, 1, 2, 3, 4, 5}, 0, 6);

    assertThat(channel.remove(element -> element % 3 == 1)).containsExactly(1, 4);
    assertThat(channel.remove(element -> element > 5)).isEmpty();

    assertThat(channel.room()).isEqualTo(2);
    assertThat(drain(channel)).containsExactly(0, 2, 3, 5);
  }

  @Test
  void answersAtOnceWhenThereIsNothingToWaitFor() throws InterruptedException {
    Channel<Integer> channel = new Channel<>(1);
    Integer[] one = {1};

    assertThat(channel.take(one, 1, 0)).isZero();
    assertThat(channel.put(one, 0, 0, FOREVER)).isZero();
    assertThat(channel.put(one, 0, 1, 0)).isEqualTo(1);
    assertThat(channel.put(one, 0, 1, 0)).isZero();
    assertThat(channel.take(one, 0, FOREVER)).isZero();
  }

  @Test
  void givesUpAfterTheTimeout() throws InterruptedException {
    Channel<Integer> channel = new Channel<>(1);
    long start = System.nanoTime();
    long timeout = TimeUnit.MILLISECONDS.toNanos(20);

    int taken = 0;
    while (System.nanoTime() - start < timeout) {
      taken += channel.take(new Integer[1], 1, timeout);
    }
    assertThat(taken).isZero();

    channel.force(1);
    while (System.nanoTime() - start < 2 * timeout) {
      assertThat(channel.put(new Integer[] {2}, 0, 1, timeout)).isZero();
    }
    assertThat(drain(channel)).containsExactly(1);
  }

  @Test
  void forcesBeyondTheCapacityAndThenHasNoRoomUntilBelowIt() {
    Channel<Integer> channel = new Channel<>(2);
    for (int i = 0; i < 100; i++) {
      channel.force(i);
    }

    assertThat(channel.size()).isEqualTo(100);
    assertThat(channel.room()).isZero();
    assertThat(channel.offer(new Integer[] {100}, 0, 1)).isZero();
    assertThat(channel.poll(new Integer[99], 99)).isEqualTo(99);
    assertThat(channel.room()).isEqualTo(1);
    assertThat(channel.offer(new Integer[] {100, 101}, 0, 2)).isEqualTo(1);
    assertThat(drain(channel)).containsExactly(99, 100);
  }

  @Test
  void putsBackAtTheHeadInOrder() {
    Channel<Integer> channel = new Channel<>(2);
    channel.offer(new Integer[] {4, 5}, 0, 2);

    channel.forceFirst(new Integer[] {0, 1, 2, 3}, 1, 4);

    assertThat(drain(channel)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void afterCloseTakesNothingButForcedElementsAndDrains() throws InterruptedException {
    Channel<Integer> channel = new Channel<>(8);
    Integer[] batch = {1, 2};
    channel.offer(batch, 0, 2);

    channel.close();
    channel.close();

    assertThat(channel.isClosed()).isTrue();
    assertThat(channel.room()).isZero();
    assertThat(channel.offer(batch, 0, 2)).isZero();
    assertThat(channel.put(batch, 0, 2, FOREVER)).isEqualTo(Channel.CLOSED);
    channel.force(3);
    assertThat(drain(channel)).containsExactly(1, 2, 3);
    assertThat(channel.take(batch, 2, FOREVER)).isEqualTo(Channel.CLOSED);
    channel.force(4);
    assertThat(channel.take(batch, 2, FOREVER)).isEqualTo(1);
  }

  @Test
  void aWaitingTakerGetsWhatIsPut() throws Exception {
    Channel<Integer> channel = new Channel<>(1);
    try (Waiting taker = Waiting.start(() -> channel.take(new Integer[1], 1, FOREVER))) {
      channel.offer(new Integer[] {1}, 0, 1);
      assertThat(taker.answer()).isEqualTo(1);
    }
  }

  @Test
  void aWaitingPutterGoesOnWhenThereIsRoom() throws Exception {
    Channel<Integer> channel = full(1);
    try (Waiting putter = Waiting.start(() -> channel.put(new Integer[] {2}, 0, 1, FOREVER))) {
      channel.poll(new Integer[1], 1);
      assertThat(putter.answer()).isEqualTo(1);
    }
  }

  @Test
  void aPutterOfALargeBatchIsWokenForAnEighthOfTheCapacity() throws Exception {
    Channel<Integer> channel = full(16);
    try (Waiting putter = Waiting.start(() -> channel.put(filled(64), 0, 64, FOREVER))) {
      channel.poll(new Integer[1], 1);
      assertThat(putter.stillWaits()).isTrue();
      channel.poll(new Integer[1], 1);
      assertThat(putter.answer()).isEqualTo(2);
    }
  }

  @Test
  void closeEndsEveryWait() throws Exception {
    Channel<Integer> empty = new Channel<>(1);
    Channel<Integer> full = full(1);
    try (Waiting taker = Waiting.start(() -> empty.take(new Integer[1], 1, FOREVER));
        Waiting otherTaker = Waiting.start(() -> empty.take(new Integer[1], 1, FOREVER));
        Waiting putter = Waiting.start(() -> full.put(new Integer[] {2}, 0, 1, FOREVER))) {
      empty.close();
      full.close();
      assertThat(taker.answer()).isEqualTo(Channel.CLOSED);
      assertThat(otherTaker.answer()).isEqualTo(Channel.CLOSED);
      assertThat(putter.answer()).isEqualTo(Channel.CLOSED);
    }
  }

  @Test
  void unparkEndsAWaitWithNothing() throws Exception {
    Channel<Integer> empty = new Channel<>(1);
    Channel<Integer> full = full(1);
    try (Waiting taker = Waiting.start(() -> empty.take(new Integer[1], 1, FOREVER));
        Waiting putter = Waiting.start(() -> full.put(new Integer[] {2}, 0, 1, FOREVER))) {
      taker.unpark();
      putter.unpark();
      assertThat(taker.answer()).isZero();
      assertThat(putter.answer()).isZero();
    }
  }

  @Test
  void anUnparkBeforeTheWaitEndsIt() throws InterruptedException {
    LockSupport.unpark(Thread.currentThread());
    assertThat(new Channel<Integer>(1).take(new Integer[1], 1, FOREVER)).isZero();

    LockSupport.unpark(Thread.currentThread());
    assertThat(full(1).put(new Integer[] {2}, 0, 1, FOREVER)).isZero();
  }

  @Test
  void interruptEndsAWait() throws Exception {
    Channel<Integer> empty = new Channel<>(1);
    Channel<Integer> full = full(1);
    try (Waiting taker = Waiting.start(() -> empty.take(new Integer[1], 1, FOREVER));
        Waiting putter = Waiting.start(() -> full.put(new Integer[] {2}, 0, 1, FOREVER))) {
      taker.interrupt();
      putter.interrupt();
      assertThatThrownBy(taker::answer).hasCauseInstanceOf(InterruptedException.class);
      assertThatThrownBy(putter::answer).hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void anInterruptedThreadStillGetsWhatIsThere() throws InterruptedException {
    Channel<Integer> channel = full(1);
    Thread.currentThread().interrupt();

    assertThat(channel.take(new Integer[1], 1, FOREVER)).isEqualTo(1);
    assertThatThrownBy(() -> channel.take(new Integer[1], 1, FOREVER))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aWokenTakerThatLeavesElementsBehindWakesTheNext() throws Exception {
    Channel<Integer> channel = new Channel<>(8);
    try (Waiting first = Waiting.start(() -> channel.take(new Integer[1], 1, FOREVER));
        Waiting second = Waiting.start(() -> channel.take(new Integer[1], 1, FOREVER));
        Waiting third = Waiting.start(() -> channel.take(new Integer[1], 1, FOREVER))) {
      channel.offer(filled(3), 0, 3);
      assertThat(first.answer() + second.answer() + third.answer()).isEqualTo(3);
    }
  }

  @Test
  void anInterruptedTakerPassesItsWakeUpOn() throws Exception {
    for (int round = 0; round < 50; round++) {
      Channel<Integer> channel = new Channel<>(8);
      try (Waiting first = Waiting.start(() -> channel.take(new Integer[1], 1, FOREVER));
          Waiting second = Waiting.start(() -> channel.take(new Integer[1], 1, FOREVER))) {
        channel.offer(filled(1), 0, 1);
        second.interrupt();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> channel.size() == 0);
        first.interrupt();
      }
    }
  }

  @Test
  void keepsNoReferenceToWhatWasTaken() {
    Channel<Object> channel = new Channel<>(4);
    Object[] batch = {new Object()};
    WeakReference<Object> element = new WeakReference<>(batch[0]);
    channel.offer(batch, 0, 1);
    channel.poll(batch, 1);
    batch[0] = "";

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return element.get() == null;
            });
  }

  @Test
  void refusesACapacityBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Channel<>(0))
        .withMessageContaining("capacity");
  }

  private static Channel<Integer> full(int capacity) {
    Channel<Integer> channel = new Channel<>(capacity);
    channel.offer(filled(capacity), 0, capacity);
    return channel;
  }

  private static Integer[] filled(int length) {
    Integer[] batch = new Integer[length];
    Arrays.setAll(batch, i -> i);
    return batch;
  }

  private static Integer[] drain(Channel<Integer> channel) {
    Integer[] into = new Integer[channel.size()];
    assertThat(channel.poll(into, into.length)).isEqualTo(into.length);
    return into;
  }
}
