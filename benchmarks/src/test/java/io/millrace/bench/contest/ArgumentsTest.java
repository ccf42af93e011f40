package io.millrace.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void givesWhatWasGivenAndElseTheOrdinary() {
    Arguments arguments = Arguments.of("--rounds", "5", "--names", "a,b");

    assertThat(arguments.number("rounds", 3)).isEqualTo(5);
    assertThat(arguments.number("seconds", 2.5)).isEqualTo(2.5);
    assertThat(arguments.list("names", "c", name -> name)).containsExactly("a", "b");
    arguments.checkAllKnown();
  }

  @Test
  void refusesWhatNobodyHasAskedFor() {
    Arguments arguments = Arguments.of("--rouds", "5");

    assertThatIllegalArgumentException().isThrownBy(arguments::checkAllKnown);
    assertThatIllegalArgumentException().isThrownBy(() -> Arguments.of("--rounds"));
    assertThatIllegalArgumentException().isThrownBy(() -> Arguments.of("rounds", "5"));
  }
}
