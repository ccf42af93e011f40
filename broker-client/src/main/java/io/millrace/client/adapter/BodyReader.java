package io.millrace.client.adapter;

import io.millrace.client.Delivery;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;
import io.millrace.queue.key.KeyFinder;

/** Makes messages of deliveries, and letters of those that can be none. */
final class BodyReader<T> {
  private final SourceSettings<T> settings;
  private final KeyFinder<T> keys;

  BodyReader(SourceSettings<T> settings) {
    this.settings = settings;
    keys = new KeyFinder<>("queue", settings.ordering(), settings.keyOf());
  }

  /**
   * @throws Exception when the body is poison
   */
  Message<T> read(Delivery delivery, SourcePartition partition) throws Exception {
    Envelope envelope = EnvelopeFormat.read(delivery.body());
    return keys.withKey(
        Message.builder(settings.payload().decode(envelope.payload()))
            .key(envelope.key().orElse(null))
            .headers(envelope.headers())
            .position(partition, delivery.messageId())
            .timestampMillis(envelope.pushedMillis())
            .attempt(envelope.attempt() + delivery.deliveryCount())
            .sizeBytes(delivery.body().length)
            .handle(delivery)
            .build(),
        delivery.queue());
  }

  /** The number of the attempt that a delivery is. */
  static int attemptOf(Delivery delivery) {
    return envelopeOf(delivery).attempt() + delivery.deliveryCount();
  }

  /** The body as it is, with what its envelope says. */
  static Message<byte[]> wholeOf(Delivery delivery, SourcePartition partition) {
    Envelope whole = envelopeOf(delivery);
    return Message.builder(whole.payload())
        .key(whole.key().orElse(null))
        .headers(whole.headers())
        .position(partition, delivery.messageId())
        .sizeBytes(whole.payload().length)
        .build();
  }

  /** Its envelope, or all of it as a payload if that is malformed. */
  private static Envelope envelopeOf(Delivery delivery) {
    try {
      return EnvelopeFormat.read(delivery.body());
    } catch (MalformedEnvelopeException e) {
      return Envelope.plain(delivery.body());
    }
  }

  /** The body of the same message with another number for its next attempt. */
  static byte[] withAttempt(Delivery delivery, int attempt) {
    Envelope whole = envelopeOf(delivery);
    return EnvelopeFormat.write(
        new Envelope(
            attempt,
            whole.key(),
            whole.headers(),
            whole.id(),
            whole.pushedMillis(),
            whole.payload()));
  }
}
