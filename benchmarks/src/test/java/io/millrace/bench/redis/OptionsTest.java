package io.millrace.bench.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void takesContendersByTheBeginningOfTheirNames() {
    assertThat(RedisOptions.parse("--contenders", "millrace").contendersChosen())
        .extracting(Contender::name)
        .containsExactly("millrace simple", "millrace reliable");
    assertThat(RedisOptions.parse().contendersChosen()).hasSameSizeAs(Contenders.all());
  }

  @Test
  void readsTimesInSeconds() {
    assertThat(RedisOptions.parse("--seconds", "1.5").longest())
        .isEqualTo(Duration.ofMillis(1_500));
    assertThat(LatencyOptions.parse("--idle", "0.5").idle()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException().isThrownBy(() -> RedisOptions.parse("--rouds", "3"));
    assertThatIllegalArgumentException().isThrownBy(() -> LatencyOptions.parse("--rouds", "3"));
  }
}
