package io.millrace.queue.push;

import static io.millrace.queue.push.FakePusher.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.executor.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BalancedPusherTest {
  private static final CoolDown COOL_DOWN =
      new CoolDown(Duration.ofSeconds(1), Duration.ofSeconds(4));

  private final ManualTime time = new ManualTime();
  private final FakePusher a = new FakePusher("a");
  private final FakePusher b = new FakePusher("b");
  private final FakePusher c = new FakePusher("c");
  private final BalancedPusher<String> pusher =
      new BalancedPusher<>("sinks", List.of(a, b, c), COOL_DOWN, time);

  @Test
  void takesTurns() throws Exception {
    for (int i = 0; i < 9; i++) {
      pusher.push(messages("" + i));
    }
    assertThat(List.of(a.taken(), b.taken(), c.taken()))
        .containsExactly(List.of("0", "3", "6"), List.of("1", "4", "7"), List.of("2", "5", "8"));
  }

  @Test
  void goesOnToTheNextWhenOneFails() throws Exception {
    a.down();
    for (int i = 0; i < 100; i++) {
      pusher.push(messages("" + i));
    }
    assertThat(a.taken()).isEmpty();
    assertThat(b.calls() + c.calls()).isEqualTo(100);
    assertThat(Math.abs(b.calls() - c.calls())).isLessThanOrEqualTo(1);
  }

  @Test
  void failsOnlyWhenAllFailWithEveryCauseAttached() {
    a.down();
    b.down();
    c.down();
    var thrown =
        catchThrowableOfType(
            EveryPusherFailedException.class, () -> pusher.push(messages("x", "y")));
    assertThat(thrown).hasMessageContainingAll("sinks", "a is down", "b is down", "c is down");
    assertThat(thrown.pushers()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactlyInAnyOrder("a is down", "b is down", "c is down");
  }

  @Test
  void asksEvenThoseInTheirCoolDownBeforeItFails() throws Exception {
    a.down();
    b.down();
    c.down();
    assertThatThrownBy(() -> pusher.push(messages("x")))
        .isInstanceOf(EveryPusherFailedException.class);
    b.up();

    pusher.push(messages("x"));

    assertThat(b.taken()).containsExactly("x");
  }

  @Test
  void leavesAFailedPusherAloneForAGrowingTimeAndThenProbesIt() throws Exception {
    a.down();
    pushAll(3);
    assertThat(a.calls()).isEqualTo(1);
    for (int seconds : new int[] {1, 2, 4, 4}) {
      int before = a.calls();
      time.advance(Duration.ofSeconds(seconds).minusNanos(1));
      pushAll(6);
      assertThat(a.calls()).as("before the end of %s s", seconds).isEqualTo(before);
      time.advance(Duration.ofNanos(1));
      pushAll(6);
      assertThat(a.calls()).as("after the end of %s s", seconds).isEqualTo(before + 1);
    }
    a.up();
    time.advance(Duration.ofSeconds(4));
    pushAll(6);
    assertThat(a.taken()).hasSizeGreaterThanOrEqualTo(1);

    int before = a.taken().size();
    pushAll(9);
    assertThat(a.taken()).hasSize(before + 3);
    a.down();
    pushAll(3);
    a.up();
    time.advance(Duration.ofSeconds(1));
    pushAll(6);
    assertThat(a.taken()).as("a success starts the cool-down over").hasSizeGreaterThan(before + 3);
  }

  @Test
  void oneProbeAtATimeTriesARecoveringPusher() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    FakePusher stuck = new FakePusher("stuck").down();
    Pusher<String> slow =
        new Pusher<>() {
          @Override
          public String name() {
            return "slow";
          }

          @Override
          public void push(List<Message<String>> messages) throws Exception {
            if (stuck.calls() > 0) {
              entered.countDown();
              release.await();
            }
            stuck.push(messages);
          }
        };
    var balanced = new BalancedPusher<>("probing", List.of(slow, b), COOL_DOWN, time);
    balanced.push(messages("0"));
    time.advance(Duration.ofSeconds(1));
    stuck.up();
    Thread prober =
        new Thread(
            () -> {
              while (entered.getCount() > 0) {
                pushQuietly(balanced, "probe");
              }
            });
    prober.start();
    entered.await();

    for (int i = 0; i < 10; i++) {
      balanced.push(messages("other"));
    }
    assertThat(b.taken().stream().filter("other"::equals)).hasSize(10);
    release.countDown();
    prober.join();
    assertThat(stuck.taken()).containsExactly("probe");
  }

  @Test
  void onlyWhatOneDidNotTakeGoesToTheNextInItsOrder() throws Exception {
    a.refusing("2", "4", "5");
    b.refusing("4");
    pusher.push(messages("1", "2", "3", "4", "5"));
    assertThat(a.taken()).containsExactly("1", "3");
    assertThat(b.taken()).containsExactly("2", "5");
    assertThat(c.taken()).containsExactly("4");
  }

  @Test
  void aPusherThatTookSomeIsNotLeftAlone() throws Exception {
    a.refusing("poison");
    pusher.push(messages("1", "poison"));
    pushAll(6);
    assertThat(a.calls()).isGreaterThan(1);
  }

  @Test
  void namesThoseThatNobodyTookWhenTheOthersAreSafe() {
    a.refusing("2", "4");
    b.refusing("4");
    c.down();
    var thrown =
        catchThrowableOfType(PushException.class, () -> pusher.push(messages("1", "2", "3", "4")));
    assertThat(thrown.failed().stream()).containsExactly(3);
    assertThat(thrown).hasMessageContainingAll("1 of 4", "c is down");
    assertThat(thrown.getSuppressed()).hasSize(2);
  }

  @Test
  void anInterruptIsNoFailureOfThePusher() throws Exception {
    var calls = new ConcurrentLinkedQueue<String>();
    Pusher<String> interrupted =
        named(
            "interrupted",
            messages -> {
              calls.add("call");
              throw new InterruptedException();
            });
    var balanced = new BalancedPusher<>("interrupts", List.of(interrupted, b), COOL_DOWN, time);
    assertThatThrownBy(() -> balanced.push(messages("1"))).isInstanceOf(InterruptedException.class);
    assertThat(b.calls()).isZero();
    balanced.push(messages("2"));
    assertThatThrownBy(() -> balanced.push(messages("3"))).isInstanceOf(InterruptedException.class);
    assertThat(calls).hasSize(2);
  }

  @Test
  void aPusherThatNamesImpossiblePlacesHasTakenNothing() throws Exception {
    Pusher<String> liar =
        named(
            "liar",
            messages -> {
              throw new PushException("none?", new java.util.BitSet(), new IllegalStateException());
            });
    new BalancedPusher<>("liars", List.of(liar, b), COOL_DOWN, time).push(messages("1", "2"));
    assertThat(b.taken()).containsExactly("1", "2");
  }

  @Test
  void manyThreadsLoseNothingWhilePushersComeAndGo() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int thread = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  pushQuietly(pusher, thread + "-" + i);
                  if (thread == 0) {
                    (i % 2 == 0 ? a.down() : a.up()).refusing();
                    time.advance(Duration.ofMillis(100));
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(Stream.of(a, b, c).flatMap(fake -> fake.taken().stream()))
        .hasSize(4_000)
        .doesNotHaveDuplicates();
  }

  @Test
  void nothingToPushAsksNobody() throws Exception {
    pusher.push(List.of());
    assertThat(a.calls()).isZero();
  }

  @Test
  void closesAllAlsoWhenOneDoesNotClose() {
    a.down();
    c.down();
    assertThatThrownBy(pusher::close)
        .hasMessage("a does not close")
        .hasSuppressedException(new java.io.IOException("c does not close"));
    assertThat(Stream.of(a, b, c)).allMatch(FakePusher::isClosed);
  }

  @Test
  void needsAPusher() {
    assertThatThrownBy(() -> new BalancedPusher<String>("none", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface Push {
    void push(List<Message<String>> messages) throws Exception;
  }

  private static Pusher<String> named(String name, Push push) {
    return new Pusher<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void push(List<Message<String>> messages) throws Exception {
        push.push(messages);
      }
    };
  }

  private void pushAll(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      pusher.push(messages("m"));
    }
  }

  private static void pushQuietly(Pusher<String> pusher, String payload) {
    try {
      pusher.push(messages(payload));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
