package io.millrace.queue.envelope;

import io.millrace.queue.Headers;
import java.util.Optional;

/**
 * An element of a list, or another thing that a backend keeps as bytes, taken apart.
 *
 * @param attempt the attempt to come, from 1
 * @param pushedMillis when it was pushed, in milliseconds since the epoch; 0 if that is not known
 * @param id what it is known by for de-duplication, cancelling and stored outcomes
 * @param payload not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each payload would cost
public record Envelope(
    int attempt,
    Optional<String> key,
    Headers headers,
    Optional<String> id,
    long pushedMillis,
    byte[] payload) {

  /** A payload and nothing else. */
  public static Envelope plain(byte[] payload) {
    return new Envelope(1, Optional.empty(), Headers.empty(), Optional.empty(), 0, payload);
  }

  /** Whether a payload can say all of it. */
  boolean isPlain() {
    return attempt == 1
        && pushedMillis == 0
        && key.isEmpty()
        && id.isEmpty()
        && headers.isEmpty()
        && !EnvelopeFormat.isEnvelope(payload);
  }
}
