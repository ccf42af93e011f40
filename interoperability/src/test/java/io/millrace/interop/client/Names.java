package io.millrace.interop.client;

import java.util.concurrent.ThreadLocalRandom;

/** Names that no other test has, not even an earlier run against the same broker. */
final class Names {
  private Names() {}

  /** {@code beginning.} and something random. */
  static String fresh(String beginning) {
    return beginning + "." + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }
}
