package io.millrace.bench.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.contest.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunTest {
  @Test
  void passesFromOneProcessToAnother() {
    Run run =
        new Run(
            new Topic("127.0.0.1:9092", "load-100", 12, "group-1"),
            new Cell(new Load("100 B", 2_000_000, 100), Work.parse("10ms"), 100),
            Duration.ofMillis(2_500));

    assertThat(Run.fromLine(run.toLine())).isEqualTo(run);
  }
}
