package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void measuresTheWholeGridUnlessToldOtherwise() {
    Options options = Options.parse(new String[0]);

    assertThat(options.shapes()).hasSize(4);
    assertThat(options.capacities()).containsExactly(1, 64, 1024, 65536);
    assertThat(options.handlers()).containsExactly(Work.values());
    assertThat(options.json()).isEmpty();
  }

  @Test
  void takesListsAndNone() {
    Options options =
        Options.parse(
            new String[] {"--shapes", "3x5", "--latency-shapes", "none", "--peers", "abq,ltq"});

    assertThat(options.shapes()).containsExactly(new Shape(3, 5));
    assertThat(options.latencyShapes()).isEmpty();
    assertThat(options.contenders())
        .containsExactly(Contender.ARRAY_BLOCKING, Contender.LINKED_TRANSFER);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(new String[] {"--rouds", "3"}));
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(new String[] {"--rounds"}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(new String[] {"--peers", "mine"}));
  }
}
