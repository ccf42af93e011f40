package io.millrace.kafka.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordTimesTest {
  private final RecordTimes times = new RecordTimes();

  @Test
  void tellsTheTimeOfEachRecordToATenthOfASecond() {
    for (int offset = 0; offset < 1_000; offset++) {
      times.handedOut(offset, 5_000 + 30L * offset, 0);
    }

    for (int offset = 0; offset < 1_000; offset++) {
      assertThat(times.at(offset)).isBetween(4_900 + 30L * offset, 5_000 + 30L * offset);
    }
  }

  @Test
  void followsTimesThatGoBack() {
    times.handedOut(0, 50_000, 0);
    times.handedOut(1, 20_000, 0);
    times.handedOut(2, 60_000, 0);

    assertThat(times.at(1)).isEqualTo(20_000);
    assertThat(times.at(2)).isEqualTo(60_000);
  }

  @Test
  void neverSaysThatARecordIsYoungerThanItIsHoweverManyAreInHand() {
    long first = 1_000_000;
    int count = 100_000;
    for (int offset = 0; offset < count; offset++) {
      times.handedOut(offset, first + 1_000L * offset, 0);
    }

    for (int offset = 0; offset < count; offset += 997) {
      long exact = first + 1_000L * offset;
      assertThat(times.at(offset)).isBetween(exact - 1_000L * count / 100, exact);
    }
  }

  @Test
  void forgetsWhatIsFinishedInsteadOfGettingCoarse() {
    for (int offset = 0; offset < 100_000; offset++) {
      times.handedOut(offset, 1_000L * offset + 1, Math.max(0, offset - 100));
    }

    assertThat(times.at(99_950)).isEqualTo(99_950_001);
  }

  @Test
  void knowsNothingOfRecordsWithoutATime() {
    times.handedOut(0, -1, 0);

    assertThat(times.at(0)).isZero();
  }
}
