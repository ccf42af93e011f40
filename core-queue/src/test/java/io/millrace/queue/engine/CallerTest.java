package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.metrics.QueueMeters;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a worker reads the clock, and what it makes of it. */
class CallerTest {
  private static final int CALLS = 1_000;
  private static final int CALL_NANOS = 10;

  private final Clock clock = new Clock();

  private static final class Clock implements EngineTime {
    long nanos;
    int readings;

    @Override
    public long nanoTime() {
      readings++;
      return nanos;
    }

    @Override
    public long currentTimeMillis() {
      return 0;
    }
  }

  private static QueueBuilder<String> queue() {
    return Queue.<String>builder("calls")
        .producers(
            1,
            index -> {
              throw new AssertionError("it is not started");
            })
        .consumers(() -> message -> Outcome.ack());
  }

  private Caller<String> caller(QueueBuilder<String> queue) {
    return new Caller<>(
        new Core<>(queue.toConfig(), clock, new SplittableRandom(0), QueueMeters.NONE));
  }

  private void call(Caller<String> caller) {
    for (int i = 0; i < CALLS; i++) {
      @SuppressWarnings({"unchecked", "rawtypes"})
      Delivery<String>[] call = new Delivery[] {new Delivery<>(null, Message.of("x"), null, 0)};
      caller.call(
          call,
          () -> {
            clock.nanos += CALL_NANOS;
            return Outcome.ack();
          });
    }
    caller.catchUp();
  }

  @Test
  void countsAllTheTimeOfCallsThoughItReadsTheClockForSomeAtATime() {
    Caller<String> caller = caller(queue());
    caller.hurry(true);
    call(caller);
    assertThat(caller.calls()).isEqualTo(CALLS);
    assertThat(caller.busyNanos()).isEqualTo((long) CALLS * CALL_NANOS);
    assertThat(clock.readings).isLessThan(CALLS / 4);
  }

  @Test
  void leavesOutWhatPassesBetweenCallsThatDoNotFollowEachOther() {
    Caller<String> caller = caller(queue());
    caller.hurry(true);
    call(caller);
    caller.forgetTime();
    clock.nanos += Duration.ofHours(1).toNanos();
    call(caller);
    assertThat(caller.busyNanos()).isEqualTo(2L * CALLS * CALL_NANOS);
  }

  @Test
  void knowsWhenEachCallBeganWhereThereIsATimeLimit() {
    Caller<String> caller = caller(queue().handlerTimeLimit(Duration.ofSeconds(1)));
    caller.hurry(true);
    call(caller);
    assertThat(clock.readings).isGreaterThanOrEqualTo(CALLS);
  }
}
