package io.millrace.broker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private long wallMillis = 1_000_000;
  private long passedMillis = -77;
  private Runnable afterReading = () -> {};
  private final SteadyClock clock =
      new SteadyClock(
          () -> reading(wallMillis), () -> reading(TimeUnit.MILLISECONDS.toNanos(passedMillis)));

  @Test
  void followsTheWallClockForward() {
    pass(5);
    assertThat(clock.getAsLong()).isEqualTo(1_000_005);
    wallMillis += 3_600_000;
    assertThat(clock.getAsLong()).isEqualTo(4_600_005);
  }

  @Test
  void goesOnAtItsPaceWhenTheWallClockIsSetBack() {
    assertThat(clock.getAsLong()).isEqualTo(1_000_000);
    wallMillis -= 600_000;
    assertThat(clock.getAsLong()).isEqualTo(1_000_000);
    pass(250);
    assertThat(clock.getAsLong()).isEqualTo(1_000_250);
    wallMillis += 600_000;
    pass(1);
    assertThat(clock.getAsLong()).isEqualTo(1_000_251);
  }

  @Test
  void isNotAheadAfterAPauseWhileItWasRead() {
    assertThat(clock.getAsLong()).isEqualTo(1_000_000);
    afterReading =
        () -> {
          afterReading = () -> {};
          pass(5_000);
        };
    assertThat(clock.getAsLong()).isEqualTo(1_005_000);
    pass(1);
    assertThat(clock.getAsLong()).isEqualTo(1_005_001);
  }

  private long reading(long value) {
    afterReading.run();
    return value;
  }

  private void pass(long millis) {
    wallMillis += millis;
    passedMillis += millis;
  }
}
