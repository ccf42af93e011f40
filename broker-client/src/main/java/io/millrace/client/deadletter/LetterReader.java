package io.millrace.client.deadletter;

import io.millrace.client.Delivery;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterDigest;

/** Makes dead letters of deliveries; any body is one. */
final class LetterReader {
  private LetterReader() {}

  static DeadLetter read(Delivery delivery, Object handle) {
    Envelope envelope = envelopeOf(delivery.body());
    Message<byte[]> message =
        Message.builder(envelope.payload())
            .key(envelope.key().orElse(null))
            .headers(envelope.headers())
            .position(new SourcePartition(delivery.queue(), 0), delivery.messageId())
            .timestampMillis(envelope.pushedMillis())
            .sizeBytes(delivery.body().length)
            .handle(handle)
            .build();
    // Messages of other protocols have no lasting number.
    return new DeadLetter(LetterDigest.of(delivery.body()), message);
  }

  private static Envelope envelopeOf(byte[] body) {
    try {
      return EnvelopeFormat.read(body);
    } catch (MalformedEnvelopeException e) {
      return Envelope.plain(body);
    }
  }
}
