package io.millrace.queue.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TakeSizeTest {
  private final TakeSize size = new TakeSize(64, 200_000);

  @Test
  void beginsWithOneAndDoublesWhileMessagesCostNothing() {
    assertThat(size.next()).isEqualTo(1);
    size.took(1, 0);
    assertThat(size.next()).isEqualTo(2);
    for (int i = 0; i < 10; i++) {
      size.took(size.next(), 100);
    }
    assertThat(size.next()).isEqualTo(64);
  }

  @Test
  void takesWhatFitsIntoTheBudget() {
    for (int i = 0; i < 10; i++) {
      size.took(size.next(), size.next() * 10_000L);
    }
    assertThat(size.next()).isEqualTo(20);
  }

  @Test
  void fallsAtOnceToOneWhenMessagesTakeLong() {
    for (int i = 0; i < 10; i++) {
      size.took(size.next(), 100);
    }
    size.took(64, 64_000_000);
    assertThat(size.next()).isEqualTo(1);
  }

  @Test
  void learnsNothingFromAnEmptyBatch() {
    size.took(1, 100);
    size.took(0, 5_000_000);
    size.took(-1, 5_000_000);
    assertThat(size.next()).isEqualTo(2);
  }

  @Test
  void refusesSizesAndBudgetsBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TakeSize(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TakeSize(1, 0));
  }
}
