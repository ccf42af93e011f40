package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.check.LogEventText;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChaosCheckTest {
  private static final String[] DONE_TWICE = {
    "published 0 7",
    "begun a 7 0 7 1",
    "ended a 7 0 7 1 done",
    "begun b 7 0 7 2",
    "ended b 7 0 7 2 done"
  };

  @Test
  void findsNothingWrongWithAnOrderlyRun() {
    Verdict verdict =
        judge(List.of(), Set.of(), "begun a 7 0 7 1", "published 0 7", "ended a 7 0 7 1 done");

    assertThat(verdict.conservation().isSound()).isTrue();
    assertThat(verdict.conservation().duplicates()).isZero();
    assertThat(verdict.miscounted()).isZero();
  }

  @Test
  void explainsWhatIsRepeatedByTheClaimsOfACrashedWorker() {
    Verdict verdict = judge(List.of(Set.of(7L)), Set.of(), DONE_TWICE);

    assertThat(verdict.conservation().duplicates()).isEqualTo(1);
    assertThat(verdict.unexplained()).isZero();
    assertThat(verdict.miscounted()).isZero();
  }

  @Test
  void doesNotExplainWhatIsRepeatedThatNobodyHadClaimed() {
    Verdict verdict = judge(List.of(), Set.of(), DONE_TWICE);

    assertThat(verdict.unexplained()).isEqualTo(1);
    assertThat(verdict.miscounted()).isEqualTo(1);
  }

  @Test
  void findsARecoveryThatWasNotCounted() {
    Verdict verdict =
        judge(
            List.of(Set.of(7L)),
            Set.of(),
            "published 0 7",
            "begun a 7 0 7 1",
            "begun b 7 0 7 1",
            "ended b 7 0 7 1 done");

    assertThat(verdict.miscounted()).isEqualTo(1);
  }

  @Test
  void findsWhatWasLost() {
    assertThat(judge(List.of(), Set.of(), "published 0 7").conservation().isSound()).isFalse();
  }

  @Test
  void saysNothingOfAJobOfWhichThePushWasNotAnswered() {
    Verdict verdict = judge(List.of(), Set.of(8L), "begun a 8 0 8 1", "ended a 8 0 8 1 done");

    assertThat(verdict.conservation().isSound()).isTrue();
  }

  private static Verdict judge(List<Set<Long>> exposures, Set<Long> unanswered, String... lines) {
    List<LogEvent> events = Stream.of(lines).map(LogEventText::fromLine).toList();
    return ChaosCheck.judge(events, unanswered, exposures);
  }
}
