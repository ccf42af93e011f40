package io.millrace.broker.message;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class MessageFuzzTest {
  @Test
  void noBytesBreakWhatTheCodecPromises() {
    FuzzTarget fuzz = FuzzTarget.of(MessageFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
