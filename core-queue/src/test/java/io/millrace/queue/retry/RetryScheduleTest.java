package io.millrace.queue.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  @Test
  void givesOutWhatIsDueInTheOrderOfItsTime() {
    RetrySchedule<String> schedule = new RetrySchedule<>(0);
    schedule.add("late", 30);
    schedule.add("early", 10);
    schedule.add("early too", 10);
    assertThat(schedule.due(9)).isEmpty();
    assertThat(schedule.due(10)).containsExactly("early", "early too");
    assertThat(schedule.nanosToNext(10)).isEqualTo(20);
    assertThat(schedule.due(100)).containsExactly("late");
    assertThat(schedule.size()).isZero();
  }

  @Test
  void saysWhetherAnEntryIsTheFirstDue() {
    RetrySchedule<String> schedule = new RetrySchedule<>(0);
    assertThat(schedule.add("a", 20)).isTrue();
    assertThat(schedule.add("b", 30)).isFalse();
    assertThat(schedule.add("c", 10)).isTrue();
  }

  @Test
  void keepsItsOrderWhenTheClockWrapsAround() {
    long start = Long.MAX_VALUE - 5;
    RetrySchedule<String> schedule = new RetrySchedule<>(start);
    schedule.add("after the wrap", start + 10);
    schedule.add("before the wrap", start + 2);
    assertThat(schedule.due(start + 3)).containsExactly("before the wrap");
    assertThat(schedule.due(start + 9)).isEmpty();
    assertThat(schedule.due(start + 10)).containsExactly("after the wrap");
  }

  @Test
  void removesThoseThatMatch() {
    RetrySchedule<Integer> schedule = new RetrySchedule<>(0);
    for (int i = 9; i >= 0; i--) {
      schedule.add(i, i);
    }
    assertThat(schedule.remove(i -> i % 2 == 0)).containsExactly(0, 2, 4, 6, 8);
    assertThat(schedule.due(100)).containsExactly(1, 3, 5, 7, 9);
  }

  @Test
  void backoffDoublesUpToItsMaximum() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0, new Random(1));
    assertThat(backoff.nanosAfter(1)).isEqualTo(100_000_000L);
    assertThat(backoff.nanosAfter(2)).isEqualTo(200_000_000L);
    assertThat(backoff.nanosAfter(4)).isEqualTo(800_000_000L);
    assertThat(backoff.nanosAfter(5)).isEqualTo(1_000_000_000L);
    assertThat(backoff.nanosAfter(1_000)).isEqualTo(1_000_000_000L);
  }

  @Test
  void jitterMovesABackoffByNoMoreThanItsShare() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.2, new Random(1));
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.nanosAfter(1)).isBetween(800_000_000L, 1_200_000_000L);
    }
  }
}
