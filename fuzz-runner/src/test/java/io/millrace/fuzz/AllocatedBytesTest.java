package io.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocatedBytesTest {
  private final List<byte[]> taken = new ArrayList<>();

  @Test
  void noticesWhoTakesMoreThanIsDue() {
    assertThatCode(() -> AllocatedBytes.atMost(100_000, () -> taken.add(new byte[10_000])))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> AllocatedBytes.atMost(100_000, () -> taken.add(new byte[200_000])))
        .withMessageContaining("at most 100000");
  }
}
