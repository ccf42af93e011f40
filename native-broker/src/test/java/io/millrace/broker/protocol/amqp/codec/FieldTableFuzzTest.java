package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class FieldTableFuzzTest {
  @Test
  void noBytesBreakWhatTheCodecPromises() {
    FuzzTarget fuzz = FuzzTarget.of(FieldTableFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
