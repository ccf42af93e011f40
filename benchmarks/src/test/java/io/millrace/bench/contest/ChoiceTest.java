package io.millrace.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ChoiceTest {
  private enum Drink {
    TEA,
    HOT_MILK;

    @Override
    public String toString() {
      return Choice.nameOf(this);
    }
  }

  @Test
  void findsConstantsByTheirNamesOnTheCommandLine() {
    assertThat(Choice.of(Drink.class, "drink", "hot-milk")).isEqualTo(Drink.HOT_MILK);
  }

  @Test
  void namesThoseThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Choice.of(Drink.class, "drink", "TEA"))
        .withMessage("no drink TEA; there are tea, hot-milk");
  }
}
