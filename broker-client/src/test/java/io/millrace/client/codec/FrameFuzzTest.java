package io.millrace.client.codec;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class FrameFuzzTest {
  @Test
  void noBytesBreakWhatTheDecoderPromises() {
    FuzzTarget fuzz = FuzzTarget.of(FrameFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
