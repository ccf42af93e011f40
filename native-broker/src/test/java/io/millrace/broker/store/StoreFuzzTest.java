package io.millrace.broker.store;

import io.millrace.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** More with {@code -Dfuzz.seconds=}. */
class StoreFuzzTest {
  @Test
  void noFilesBreakWhatTheStorePromises() {
    FuzzTarget fuzz = FuzzTarget.of(StoreFuzz.class);
    fuzz.replay();
    fuzz.search();
  }
}
