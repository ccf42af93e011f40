package io.millrace.redis;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;
import io.millrace.queue.key.KeyFinder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes messages of elements, and letters of those that can be none. */
final class ElementReader<T> {
  private final RedisPayload<T> payload;
  private final KeyFinder<T> keys;

  ElementReader(SourceSettings<T> settings) {
    payload = settings.payload();
    keys = new KeyFinder<>("list", settings.ordering(), settings.keyOf());
  }

  /**
   * @throws Exception when the element is poison
   */
  Message<T> read(byte[] element, SourcePartition partition, long number, Object handle)
      throws Exception {
    Envelope envelope = EnvelopeFormat.read(element);
    return keys.withKey(
        Message.builder(payload.decode(envelope.payload()))
            .key(envelope.key().orElse(null))
            .headers(headers(envelope))
            .position(partition, number)
            .timestampMillis(envelope.pushedMillis())
            .attempt(envelope.attempt())
            .sizeBytes(element.length)
            .handle(handle)
            .build(),
        partition.source());
  }

  static Headers headers(Envelope envelope) {
    return envelope
        .id()
        .map(id -> envelope.headers().with(RedisHeaders.ID, id))
        .orElseGet(envelope::headers);
  }

  /** The element as it is, with headers that say why it is no message. */
  byte[] letterOf(byte[] element, SourcePartition partition, long number, Exception cause) {
    Envelope whole;
    try {
      whole = EnvelopeFormat.read(element);
    } catch (MalformedEnvelopeException e) {
      whole = Envelope.plain(element);
    }
    Headers headers =
        whole
            .headers()
            .with(DeadLetterHeaders.REASON, "the element is no payload")
            .with(DeadLetterHeaders.ATTEMPTS, "0")
            .with(DeadLetterHeaders.ORIGIN, partition.source())
            .with(DeadLetterHeaders.POSITION, partition.index() + "@" + number)
            .with(DeadLetterHeaders.TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
            .with(DeadLetterHeaders.EXCEPTION, cause.toString());
    return EnvelopeFormat.write(
        new Envelope(1, whole.key(), headers, whole.id(), whole.pushedMillis(), whole.payload()));
  }
}
