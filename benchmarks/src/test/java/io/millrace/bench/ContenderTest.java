package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContenderTest {
  @ParameterizedTest
  @EnumSource
  void handsOverAtAnyCapacityAndEndsWhenTold(Contender contender) throws InterruptedException {
    Throughput throughput = new Throughput(0, 0.05);
    for (int capacity : new int[] {1, 64}) {
      assertThat(throughput.run(contender, new Shape(2, 4), capacity, Work.BLOCK).perSecond())
          .isPositive();
    }
  }
}
