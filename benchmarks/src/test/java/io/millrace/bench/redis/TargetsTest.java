package io.millrace.bench.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import io.millrace.redis.SourceMode;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static final String SIMPLE = Millrace.name(SourceMode.SIMPLE);
  private static final String RELIABLE = Millrace.name(SourceMode.RELIABLE);

  private final Results results = new Results();

  @Test
  void comparesReliableModeWithMovingAndRemovingJobByJob() {
    reached(Contenders.MOVE_AND_REMOVE, 30_000);
    reached(RELIABLE, 290_000);

    assertThat(Targets.judge(4, results, RELIABLE)).containsExactly("x9.67 of BLMOVE + LREM FAIL");
  }

  @Test
  void asksForThreeHundredThousandJobsOfOneProducer() {
    reached(RELIABLE, 300_000);

    assertThat(Targets.judge(1, results, RELIABLE)).containsExactly("300,000/s PASS");
  }

  @Test
  void comparesSimpleModeWithPoppingManyAtOnce() {
    reached(Contenders.POP_MANY + 100, 1_000_000);
    reached(Contenders.POP_MANY + 1_000, 2_000_000);
    reached(SIMPLE, 810_000);

    assertThat(Targets.judge(1, results, SIMPLE))
        .containsExactly("x0.81 of RPOP COUNT 100 PASS", "x0.41 of RPOP COUNT 1000");
  }

  private void reached(String contender, double perSecond) {
    results.add(contender, new Measured(perSecond, 1, 1, 100, 0.5));
  }
}
