package io.millrace.queue.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DelayExecutorTest {
  private static final Duration DELAY = Duration.ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final Semaphore ran = new Semaphore(0);

  @Test
  void runsOnceHoweverOftenTriggered() throws Exception {
    try (var executor = new DelayExecutor("once", DELAY, ran::release, time)) {
      for (int i = 0; i < 100; i++) {
        executor.trigger();
      }
      time.awaitSleepers(1);
      time.advance(DELAY.minusNanos(1));
      time.awaitSleepers(1);
      assertThat(ran.availablePermits()).isZero();

      time.advance(Duration.ofNanos(1));

      ran.acquire();
      Threads.awaitNone("millrace-once-delay");
      assertThat(ran.availablePermits()).isZero();
    }
  }

  @Test
  void aTriggerAfterTheRunLeadsToAnother() throws Exception {
    try (var executor = new DelayExecutor("again", DELAY, ran::release, time)) {
      for (int i = 0; i < 3; i++) {
        executor.trigger();
        time.awaitSleepers(1);
        time.advance(DELAY);
        ran.acquire();
      }
    }
    assertThat(ran.availablePermits()).isZero();
  }

  @Test
  void aTriggerDuringTheRunLeadsToAnotherThatDoesNotOverlap() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var begun = new Semaphore(0);
    var gate = new Semaphore(0);
    try (var executor =
        new DelayExecutor(
            "during",
            DELAY,
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              begun.release();
              gate.acquireUninterruptibly();
              running.decrementAndGet();
            },
            time)) {
      executor.trigger();
      time.awaitSleepers(1);
      time.advance(DELAY);
      begun.acquire();
      executor.trigger();
      time.advance(DELAY);
      gate.release(2);
      begun.acquire();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void aFailedRunIsFollowedByTheNext() throws Exception {
    var executor =
        new DelayExecutor(
            "fails",
            DELAY,
            () -> {
              ran.release();
              throw new IllegalStateException("no");
            },
            time);
    executor.trigger();
    time.awaitSleepers(1);
    time.advance(DELAY);
    ran.acquire();
    executor.trigger();
    executor.close();
    assertThat(ran.availablePermits()).isEqualTo(1);
  }

  @Test
  void closeRunsWhatIsDueLaterAndRefusesMore() throws Exception {
    var executor = new DelayExecutor("closed", DELAY, ran::release, time);
    executor.trigger();
    assertThat(executor.stop(Duration.ofSeconds(1))).isTrue();
    assertThat(executor.stop(Duration.ZERO)).isTrue();
    assertThat(ran.availablePermits()).isEqualTo(1);
    assertThatThrownBy(executor::trigger).isInstanceOf(IllegalStateException.class);
  }
}
