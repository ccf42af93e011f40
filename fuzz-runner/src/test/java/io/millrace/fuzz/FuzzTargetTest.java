package io.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FuzzTargetTest {
  @Test
  void findsWhatOnlyASearchGuidedByCoverageCanFind() {
    FuzzTarget planted = FuzzTarget.of(PlantedFuzz.class);
    assertThat(planted.replay()).isEqualTo(1);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> planted.search(Duration.ofMinutes(2)))
        .withMessageContaining("the planted fault")
        .withMessageContaining("src/test/resources/fuzz/PlantedFuzz");
  }

  @Test
  void aTargetNeedsTheMethod() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> FuzzTarget.of(String.class));
  }
}
