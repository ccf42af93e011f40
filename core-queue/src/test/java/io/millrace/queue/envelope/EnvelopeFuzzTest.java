package io.millrace.queue.envelope;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class EnvelopeFuzzTest {
  @Test
  void noElementBreaksWhatTheFormatPromises() {
    FuzzTarget fuzz = FuzzTarget.of(EnvelopeFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
