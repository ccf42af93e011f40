package io.millrace.redis;

import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.redis.claim.Claim;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a message that may have ended its workers apart from others, so that the next death is
 * counted for that one alone. A worker that dies has many messages in hand, and mostly it is the
 * fault of none: so one is suspected only after that has happened twice.
 *
 * <p>While a suspect is in hand its reader takes and gives nothing else, for as long as a lease at
 * most: it may wait for hours until it is tried again.
 *
 * <p>The producer's thread.
 */
final class Isolation {
  private static final int SUSPECTED_AFTER = 2;

  private final long longestNanos;
  private @Nullable Claim suspect;
  private int recoveries;
  private long sinceNanos;

  /**
   * @param longest for how long others wait for one suspect
   */
  Isolation(Duration longest) {
    longestNanos = longest.toNanos();
  }

  static boolean isSuspect(byte[] element) {
    return EnvelopeFormat.recoveries(element) >= SUSPECTED_AFTER;
  }

  /** From now on a suspect is in hand. */
  void begin(Claim claim, byte[] element) {
    suspect = claim;
    recoveries = EnvelopeFormat.recoveries(element);
    sinceNanos = System.nanoTime();
  }

  /** Whether nothing else is to be taken or given now. */
  boolean isOn() {
    Claim current = suspect;
    return current != null
        && !current.partition().isRevoked()
        && System.nanoTime() - sinceNanos < longestNanos;
  }

  void settled(Claim claim) {
    if (claim == suspect) {
      suspect = null;
    }
  }

  /** Whether it is in hand now and a worker has died of it that had nothing else. */
  boolean hasEndedWorkers(Claim claim) {
    return claim == suspect && recoveries > SUSPECTED_AFTER;
  }
}
