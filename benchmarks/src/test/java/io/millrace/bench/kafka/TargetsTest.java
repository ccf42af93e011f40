package io.millrace.bench.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import io.millrace.bench.contest.Work;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static final Load LOAD = new Load("100 B", 1, 100);
  private static final Cell NO_OP = new Cell(LOAD, Work.parse("no-op"), 16);
  private static final Cell SLOW = new Cell(LOAD, Work.parse("10ms"), 100);

  private final Targets targets = new Targets(12, 2);
  private final Results results = new Results();

  @Test
  void comparesWithTheBestRawLoop() {
    reached("raw loop, poll 500", 500_000, 1);
    reached("raw loop, poll 5000", 1_000_000, 1);
    reached(MillraceGroup.name(Order.NONE), 960_000, 1);
    reached(MillraceGroup.name(Order.PARTITION), 940_000, 1);
    reached(MillraceGroup.name(Order.KEY), 910_000, 1);

    assertThat(targets.judge(NO_OP, results, MillraceGroup.name(Order.NONE)))
        .containsExactly("x0.96 of raw PASS");
    assertThat(targets.judge(NO_OP, results, MillraceGroup.name(Order.PARTITION)))
        .containsExactly("x0.94 of raw FAIL");
    assertThat(targets.judge(NO_OP, results, MillraceGroup.name(Order.KEY)))
        .containsExactly("x0.91 of raw PASS");
  }

  @Test
  void comparesWithTheParallelConsumerOfTheSameOrder() {
    reached(ParallelConsumer.name(Order.KEY), 100_000, 1);
    reached(MillraceGroup.name(Order.KEY), 700_000, 1);

    assertThat(targets.judge(NO_OP, results, MillraceGroup.name(Order.KEY)))
        .containsExactly("x7.00 of parallel-consumer FAIL");
  }

  @Test
  void comparesBlockingHandlersWithWhatTheyCouldReach() {
    reached(ParallelConsumer.name(Order.NONE), 5_000, 20);
    reached(MillraceGroup.name(Order.NONE), 9_500, 9);
    reached(MillraceGroup.name(Order.PARTITION), 1_000, 9);

    assertThat(targets.judge(SLOW, results, MillraceGroup.name(Order.NONE)))
        .containsExactly(
            "x0.95 of nominal PASS", "CPU x0.45 of parallel-consumer's PASS, rate x1.90");
    assertThat(targets.judge(SLOW, results, MillraceGroup.name(Order.PARTITION)))
        .as("12 partitions, one handler each")
        .containsExactly("x0.83 of nominal FAIL");
  }

  @Test
  void asksForNoMoreThanTheCpuAllows() {
    results.add(MillraceGroup.name(Order.NONE), new Measured(5_000, 300, 0, 100, 1.5));

    assertThat(targets.judge(SLOW, results, MillraceGroup.name(Order.NONE)))
        .containsExactly("x0.50 of nominal, PASS as the CPU is full");
  }

  @Test
  void comparesAShareGroupWithAShareGroup() {
    reached("raw loop, poll 5000", 1_000_000, 1);
    reached(RawShareLoop.NAME, 200_000, 1);
    reached(MillraceShare.NAME, 150_000, 1);

    assertThat(targets.judge(NO_OP, results, MillraceShare.NAME))
        .containsExactly("x0.75 of the raw share loop");
  }

  private void reached(String contender, double perSecond, double cpuMicros) {
    results.add(contender, new Measured(perSecond, cpuMicros, 0, 100, 0.5));
  }
}
