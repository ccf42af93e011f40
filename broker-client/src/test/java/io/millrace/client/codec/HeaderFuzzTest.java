package io.millrace.client.codec;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class HeaderFuzzTest {
  @Test
  void noHeaderIsReadInTwoWays() {
    FuzzTarget fuzz = FuzzTarget.of(HeaderFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
