package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class ContentHeaderFuzzTest {
  @Test
  void noBytesBreakWhatTheCodecPromises() {
    FuzzTarget fuzz = FuzzTarget.of(ContentHeaderFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
