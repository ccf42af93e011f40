package io.millrace.redis;

import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Makes elements of messages. Attempts are not taken over: what is pushed begins with the first.
 */
final class ElementWriter<T> {
  private final RedisPayload<T> payload;

  ElementWriter(RedisPayload<T> payload) {
    this.payload = payload;
  }

  /**
   * @param id what the element is known by, in place of the header
   * @throws Exception when the payload cannot be written
   */
  byte[] write(Message<T> message, Optional<String> id) throws Exception {
    return EnvelopeFormat.write(
        new Envelope(
            1,
            message.key(),
            withoutId(message.headers()),
            id,
            0,
            payload.encode(message.payload())));
  }

  private static Headers withoutId(Headers headers) {
    if (headers.get(RedisHeaders.ID).isEmpty()) {
      return headers;
    }
    Map<String, String> others = headers.toMap();
    others.remove(RedisHeaders.ID);
    return Headers.of(others);
  }
}
