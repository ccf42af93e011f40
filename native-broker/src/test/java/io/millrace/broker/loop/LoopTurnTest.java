package io.millrace.broker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class LoopTurnTest {
  private final ManualLoop loop = new ManualLoop();
  private final List<String> seen = new ArrayList<>();

  @Test
  void runsCommandsInTheOrderOfTheirSender() {
    for (int n = 0; n < 3; n++) {
      say("command " + n);
    }

    loop.runUntilIdle();

    assertThat(seen).containsExactly("command 0", "command 1", "command 2");
  }

  @Test
  void showsOneTimeToAllThatHappensInATurn() {
    CompletableFuture<Long> first = loop.call(now -> now);
    CompletableFuture<Long> second = loop.call(now -> loop.nowMillis());

    loop.advance(Duration.ofSeconds(1));

    assertThat(first.join()).isEqualTo(loop.clockMillis());
    assertThat(second.join()).isEqualTo(loop.clockMillis());
  }

  @Test
  void persistsBeforeItHandsOverAndOnceATurn() {
    run(
        now -> {
          loop.atTurnEnd(TurnEnd.Phase.HAND_OVER, at -> seen.add("handed over"));
          loop.atTurnEnd(TurnEnd.Phase.PERSIST, at -> seen.add("persisted"));
          seen.add("decided");
        });
    say("decided more");

    loop.runUntilIdle();

    assertThat(seen).containsExactly("decided", "decided more", "persisted", "handed over");
  }

  @Test
  void goesOnAfterACommandAnEndAndATimerThatFail() {
    CompletableFuture<Object> bad =
        loop.call(
            now -> {
              loop.atTurnEnd(TurnEnd.Phase.PERSIST, at -> fail("end"));
              loop.wakeAt(timer(() -> fail("timer")), now);
              return fail("command");
            });
    say("next");

    loop.runUntilIdle();

    assertThatThrownBy(bad::join).hasRootCauseMessage("command");
    assertThat(seen).containsExactly("next");
  }

  @Test
  void firesTimersInTheOrderOfTheirTimes() {
    run(
        now -> {
          loop.wakeAt(timer(() -> seen.add("late")), now + 300);
          loop.wakeAt(timer(() -> seen.add("soon")), now + 100);
          LoopTimer moved = timer(() -> seen.add("moved"));
          loop.wakeAt(moved, now + 50);
          loop.wakeAt(moved, now + 200);
          LoopTimer cancelled = timer(() -> seen.add("cancelled"));
          loop.wakeAt(cancelled, now + 100);
          loop.cancel(cancelled);
        });
    loop.runUntilIdle();

    loop.advance(Duration.ofMillis(99));
    assertThat(seen).isEmpty();
    loop.advance(Duration.ofMillis(1));
    assertThat(seen).containsExactly("soon");
    loop.advance(Duration.ofMillis(200));
    assertThat(seen).containsExactly("soon", "moved", "late");
  }

  @Test
  void tellsASenderOfTheLimitAndThenOfRoom() {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger abandoned = new AtomicInteger();
    int half = 1 << 19;
    for (int n = 0; n < 4; n++) {
      assertThat(loop.hasRoom()).isEqualTo(n < 2);
      assertThat(loop.offer(new CountedCommand(() -> {}, half, runs, abandoned))).isTrue();
    }
    assertThat(loop.offer(new CountedCommand(() -> {}, half, runs, abandoned))).isFalse();
    loop.whenRoom(() -> seen.add("room after " + runs.get()));

    loop.runUntilIdle();

    assertThat(seen).containsExactly("room after 4");
    assertThat(runs).hasValue(4);
    assertThat(abandoned).hasValue(0);
  }

  @Test
  void answersWhatIsPostedAfterTheStop() {
    say("before");
    loop.stop(Duration.ZERO);

    CompletableFuture<Object> late = loop.call(now -> seen.add("after"));
    loop.whenRoom(() -> seen.add("told"));

    assertThatThrownBy(late::join).hasCauseInstanceOf(LoopStoppedException.class);
    assertThat(seen).containsExactly("before", "told");
  }

  @Test
  void refusesItsTimersToOthers() {
    assertThatThrownBy(() -> loop.wakeAt(timer(() -> {}), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not the owner, manual-loop");
  }

  private void say(String what) {
    run(now -> seen.add(what));
  }

  private void run(LongConsumer work) {
    loop.post(
        new LoopCommand() {
          @Override
          protected void run(long nowMillis) {
            work.accept(nowMillis);
          }

          @Override
          protected void abandon(Throwable cause) {
            seen.add(cause.getMessage());
          }
        });
  }

  private static Object fail(String what) {
    throw new IllegalArgumentException(what);
  }

  private static LoopTimer timer(Runnable work) {
    return new LoopTimer() {
      @Override
      protected void fire(long nowMillis) {
        work.run();
      }
    };
  }
}
