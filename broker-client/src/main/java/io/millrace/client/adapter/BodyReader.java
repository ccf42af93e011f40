package io.millrace.client.adapter;

import io.millrace.client.Delivery;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of deliveries, and letters of those that can be none. */
final class BodyReader<T> {
  private static final Logger log = LoggerFactory.getLogger(BodyReader.class);

  private final SourceSettings<T> settings;
  private boolean hasWarned;

  BodyReader(SourceSettings<T> settings) {
    this.settings = settings;
  }

  /**
   * @throws Exception when the body is poison
   */
  Message<T> read(Delivery delivery, SourcePartition partition) throws Exception {
    Envelope envelope = EnvelopeFormat.read(delivery.body());
    Message<T> message =
        withKey(
            Message.builder(settings.payload().decode(envelope.payload()))
                .key(envelope.key().orElse(null))
                .headers(envelope.headers())
                .position(partition, delivery.messageId())
                .timestampMillis(envelope.pushedMillis())
                .attempt(envelope.attempt() + delivery.deliveryCount())
                .sizeBytes(delivery.body().length)
                .handle(delivery)
                .build());
    if (settings.ordering() == Ordering.KEY && !hasWarned && message.key().isEmpty()) {
      hasWarned = true;
      log.warn(
          "queue {}: a message has no key, so that it is handled in no order; have keys found in"
              + " the messages (the source's keyOf, or key: in a configuration), or write order"
              + " none",
          delivery.queue());
    }
    return message;
  }

  /** The number of the attempt that a delivery is. */
  static int attemptOf(Delivery delivery) {
    return envelopeOf(delivery).attempt() + delivery.deliveryCount();
  }

  private Message<T> withKey(Message<T> message) {
    return settings.keyOf().isEmpty()
        ? message
        : message.toBuilder().key(settings.keyOf().get().apply(message).orElse(null)).build();
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
