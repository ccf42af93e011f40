package io.millrace.redis;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.envelope.MalformedEnvelopeException;

/** An element of a list seen as a message of bytes, as tools show it. */
public final class RedisElement {
  private RedisElement() {}

  /**
   * The message with its key, headers and {@linkplain RedisHeaders#ID id}. What begins like an
   * envelope and does not go on like one is a payload, as a whole.
   */
  public static Message<byte[]> toMessage(byte[] element, SourcePartition partition, long offset) {
    Envelope envelope;
    try {
      envelope = EnvelopeFormat.read(element);
    } catch (MalformedEnvelopeException e) {
      envelope = Envelope.plain(element);
    }
    return Message.builder(envelope.payload())
        .key(envelope.key().orElse(null))
        .headers(ElementReader.headers(envelope))
        .position(partition, offset)
        .timestampMillis(envelope.pushedMillis())
        .attempt(envelope.attempt())
        .sizeBytes(element.length)
        .build();
  }
}
