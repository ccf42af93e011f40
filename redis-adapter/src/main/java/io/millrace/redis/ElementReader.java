package io.millrace.redis;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of elements, and letters of those that can be none. */
final class ElementReader<T> {
  private static final Logger log = LoggerFactory.getLogger(ElementReader.class);

  private final RedisPayload<T> payload;
  private final Optional<Function<? super Message<T>, Optional<String>>> keyOf;
  private final boolean needsKeys;
  private boolean hasWarned;

  ElementReader(SourceSettings<T> settings) {
    payload = settings.payload();
    keyOf = settings.keyOf();
    needsKeys = settings.ordering() == Ordering.KEY;
  }

  /**
   * @throws Exception when the element is poison
   */
  Message<T> read(byte[] element, SourcePartition partition, long number, Object handle)
      throws Exception {
    Envelope envelope = EnvelopeFormat.read(element);
    Message<T> message =
        withKey(
            Message.builder(payload.decode(envelope.payload()))
                .key(envelope.key().orElse(null))
                .headers(headers(envelope))
                .position(partition, number)
                .timestampMillis(envelope.pushedMillis())
                .attempt(envelope.attempt())
                .sizeBytes(element.length)
                .handle(handle)
                .build());
    if (needsKeys && !hasWarned && message.key().isEmpty()) {
      hasWarned = true;
      log.warn(
          "list {}: a message has no key, so that it is handled in no order; have keys found in the"
              + " messages (the source's keyOf, or key: in a configuration), or write order none",
          partition.source());
    }
    return message;
  }

  private Message<T> withKey(Message<T> message) {
    return keyOf.isEmpty()
        ? message
        : message.toBuilder().key(keyOf.get().apply(message).orElse(null)).build();
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
