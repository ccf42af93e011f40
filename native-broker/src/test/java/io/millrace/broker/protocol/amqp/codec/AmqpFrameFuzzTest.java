package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class AmqpFrameFuzzTest {
  @Test
  void noBytesBreakWhatTheCodecPromises() {
    FuzzTarget fuzz = FuzzTarget.of(AmqpFrameFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
