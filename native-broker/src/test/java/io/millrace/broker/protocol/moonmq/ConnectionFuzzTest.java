package io.millrace.broker.protocol.moonmq;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class ConnectionFuzzTest {
  @Test
  void noBytesOfAClientBreakWhatTheBrokerPromises() {
    FuzzTarget fuzz = FuzzTarget.of(ConnectionFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
