package io.millrace.queue.envelope;

import io.millrace.fuzz.AllocatedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** An element of a list is taken apart, and put together again to one that says the same. */
public final class EnvelopeFuzz {
  private EnvelopeFuzz() {}

  public static void fuzzerTestOneInput(byte[] element) throws IOException {
    int recoveries = EnvelopeFormat.recoveries(element);
    if (recoveries < 0 || recoveries > 0xFFFF) {
      throw new AssertionError(recoveries + " recoveries");
    }
    Envelope envelope;
    try {
      AllocatedBytes.atMost(AllocatedBytes.due(element), () -> readUnchecked(element));
      envelope = EnvelopeFormat.read(element);
    } catch (UncheckedIOException malformed) {
      return;
    }
    Envelope again = EnvelopeFormat.read(EnvelopeFormat.write(envelope));
    if (!isSame(envelope, again)) {
      throw new AssertionError(again + " was " + envelope);
    }
  }

  private static void readUnchecked(byte[] element) {
    try {
      EnvelopeFormat.read(element);
    } catch (MalformedEnvelopeException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static boolean isSame(Envelope one, Envelope other) {
    return one.attempt() == other.attempt()
        && one.key().equals(other.key())
        && one.headers().toMap().equals(other.headers().toMap())
        && one.id().equals(other.id())
        && one.pushedMillis() == other.pushedMillis()
        && Arrays.equals(one.payload(), other.payload());
  }
}
