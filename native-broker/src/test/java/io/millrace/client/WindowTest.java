package io.millrace.client;

import static io.millrace.client.Bodies.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets in when there is little room. */
@Timeout(180)
class WindowTest {
  private final Window window = new Window(new WindowSize(10, 1_000_000));

  @Test
  void nobodyOvertakesWhoeverWaitsUntilHalfIsFree() throws Exception {
    for (int i = 0; i < 10; i++) {
      window.enter(1, true);
    }
    Thread first = enters();
    window.leave(1, 1);
    Thread second = enters();
    assertThat(window.messages()).isEqualTo(9);
    window.leave(4, 4);
    first.join(PATIENCE.toMillis());
    second.join(PATIENCE.toMillis());
    assertThat(window.messages()).isEqualTo(7);
  }

  /** A thread that waits for room. */
  private Thread enters() {
    Thread thread =
        new Thread(
            () -> {
              try {
                window.enter(1, true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TERMINATED);
    return thread;
  }

  @Test
  void oneLargeMessageGetsInWhenNothingElseIsUnderWay() throws Exception {
    window.enter(2_000_000, true);
    Thread next = enters();
    assertThat(window.messages()).isEqualTo(1);
    window.leave(1, 2_000_000);
    next.join(PATIENCE.toMillis());
    assertThat(window.messages()).isEqualTo(1);
  }
}
