package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler that takes next to nothing, so that its worker takes many, and then does not. */
@Timeout(20)
class SlowedHandlerTest {
  private static final int MESSAGES = 1_000;

  private Duration handling = Duration.ZERO;
  private int handled;
  private final SteppedBench bench =
      new SteppedBench(
          10 * MESSAGES,
          builder ->
              builder
                  .concurrency(Concurrency.fixed(2))
                  .fetchSize(MESSAGES)
                  .consumers(() -> message -> handle()));

  private Outcome handle() {
    handled++;
    bench.pass(handling);
    return Outcome.ack();
  }

  private void publish() {
    for (int i = 0; i < MESSAGES; i++) {
      bench.publish(null, "m");
    }
  }

  @Test
  void leavesToOthersWhatItsWorkerTookForQuickOnes() {
    for (int round = 1; round <= 20; round++) {
      publish();
      bench.turns(MESSAGES);
      assertThat(handled).isEqualTo(round * MESSAGES);
    }
    handling = Duration.ofMillis(5);
    handled = 0;
    publish();
    bench.turn("producer-0");

    bench.turn("consumer-0");
    int byTheFirst = handled;
    bench.turn("consumer-1");

    assertThat(byTheFirst).isBetween(1, 20);
    assertThat(handled).isGreaterThan(byTheFirst);
    bench.turns(MESSAGES);
    assertThat(handled).isEqualTo(MESSAGES);
  }
}
