package io.millrace.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuredTest {
  @Test
  void passesFromOneProcessToAnother() {
    Measured measured = new Measured(1e6, 0.52, 1.25, 200.25, 1.5);

    assertThat(Measured.fromLine(measured.toLine())).isEqualTo(measured);
  }
}
