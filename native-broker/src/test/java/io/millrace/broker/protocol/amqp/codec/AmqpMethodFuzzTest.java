package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class AmqpMethodFuzzTest {
  @Test
  void noBytesBreakWhatTheCodecPromises() {
    FuzzTarget fuzz = FuzzTarget.of(AmqpMethodFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
