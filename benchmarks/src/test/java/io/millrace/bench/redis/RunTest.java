package io.millrace.bench.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunTest {
  @Test
  void passesFromOneProcessToAnother() {
    Run run = new Run(new Site("127.0.0.1", 6379), 16, 1_000_000, Duration.ofMillis(2_500));

    assertThat(Run.fromLine(run.toLine())).isEqualTo(run);
  }
}
