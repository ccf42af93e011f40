package io.millrace.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.check.LogEventText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChaosCheckTest {
  @Test
  void findsNothingWrongWithAnOrderlyRun() {
    Verdict verdict =
        judge("begun a#1 k 0 0 1", "published 0 0", "ended a#1 k 0 0 1 done", "committed 0 1 -");

    assertThat(verdict.conservation().isSound()).isTrue();
    assertThat(verdict.conservation().duplicates()).isZero();
    assertThat(verdict.exposed()).isEmpty();
  }

  @Test
  void explainsWhatIsRepeatedThatACrashLeftUncommitted() {
    Verdict verdict =
        judge(
            "published 0 0",
            "published 0 1",
            "begun a#1 k 0 0 1",
            "ended a#1 k 0 0 1 done",
            "begun a#1 k 0 1 1",
            "ended a#1 k 0 1 1 done",
            "committed 0 1 -",
            "crashed a",
            "begun b#1 k 0 1 1",
            "ended b#1 k 0 1 1 done");

    assertThat(verdict.exposed()).containsExactly(1L);
    assertThat(verdict.conservation().duplicates()).isEqualTo(1);
    assertThat(verdict.unexplained()).isZero();
  }

  @Test
  void doesNotExplainWhatIsRepeatedAlthoughItWasCommittedBeyondThePrefix() {
    Verdict verdict =
        judge(
            "published 0 0",
            "published 0 1",
            "begun a#1 k 0 1 1",
            "ended a#1 k 0 1 1 done",
            "committed 0 0 1",
            "crashed a",
            "begun b#1 k 0 1 1",
            "ended b#1 k 0 1 1 done");

    assertThat(verdict.unexplained()).isEqualTo(1);
  }

  @Test
  void doesNotExplainASecondRepetition() {
    Verdict verdict =
        judge(
            "published 0 0",
            "begun a#1 k 0 0 1",
            "ended a#1 k 0 0 1 done",
            "crashed a",
            "begun b#1 k 0 0 1",
            "ended b#1 k 0 0 1 done",
            "begun b#2 k 0 0 1",
            "ended b#2 k 0 0 1 done");

    assertThat(verdict.unexplained()).isEqualTo(1);
  }

  @Test
  void findsACommitOfWhatOnlyAWorkerHasDoneThatWasCutOff() {
    Verdict verdict =
        judge(
            "published 0 0",
            "begun a#1 k 0 0 1",
            "crashed a",
            "ended a#1 k 0 0 1 done",
            "committed 0 1 -",
            "begun b#1 k 0 0 1",
            "ended b#1 k 0 0 1 done");

    assertThat(verdict.late()).isEqualTo(1);
    assertThat(verdict.conservation().violations()).singleElement().asString().contains("commit");
  }

  @Test
  void believesAWorkerThatWasCutOffOnceItIsGivenSomethingAnew() {
    Verdict verdict =
        judge(
            "published 0 0",
            "published 0 1",
            "begun a#1 k 0 0 1",
            "ended a#1 k 0 0 1 done",
            "committed 0 1 -",
            "crashed a",
            "begun a#2 k 0 1 1",
            "ended a#2 k 0 1 1 done",
            "committed 0 2 -");

    assertThat(verdict.conservation().isSound()).isTrue();
    assertThat(verdict.late()).isZero();
  }

  private static Verdict judge(String... lines) {
    List<LogEvent> events = Stream.of(lines).map(LogEventText::fromLine).toList();
    return ChaosCheck.judge(events);
  }
}
