package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OffsetsTest {
  @Test
  void theSameOffsetsAreEqualHoweverTheyWereSaid() {
    assertThat(Offsets.of(3, 4, 5)).isEqualTo(Offsets.range(3, 5)).hasToString("[3..5]");
    assertThat(Offsets.of(3, 5)).isNotEqualTo(Offsets.range(3, 4)).hasToString("[3, 5]");
  }

  @Test
  void theyAscend() {
    assertThatThrownBy(() -> Offsets.of(3, 3)).hasMessageContaining("not ascending");
    assertThatThrownBy(() -> Offsets.of(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> Offsets.of()).hasMessageContaining("no offset");
  }
}
