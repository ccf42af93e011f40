package io.millrace.amqp.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.amqp.consume.AmqpDelivery;
import io.millrace.amqp.header.AmqpHeaders;
import io.millrace.amqp.header.PropertyReader;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterDigest;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Makes dead letters of deliveries; any message is one. Of those that the broker itself has put to
 * the dead letters it says whence and why.
 */
final class LetterReader {
  static final String FIRST_QUEUE = "x-first-death-queue";
  static final String FIRST_REASON = "x-first-death-reason";
  private static final String DELIVERY_COUNT = "x-delivery-count";
  private static final byte[] NO_BODY = {};

  private LetterReader() {}

  static DeadLetter read(AmqpDelivery delivery, Object handle) {
    Headers headers = PropertyReader.headers(delivery.envelope(), delivery.properties());
    Message<byte[]> message =
        Message.builder(delivery.body())
            .key(PropertyReader.key(delivery.properties()).orElse(null))
            .headers(told(headers))
            .position(new SourcePartition(delivery.subscription().queue(), 0), delivery.tag())
            .timestampMillis(PropertyReader.timestampMillis(delivery.properties()))
            .sizeBytes(delivery.body().length)
            .handle(handle)
            .build();
    return new DeadLetter(idOf(delivery.body(), headers), message);
  }

  /** The same, to be settled, without what the body takes of the memory. */
  static AmqpDelivery withoutBody(AmqpDelivery delivery) {
    return new AmqpDelivery(
        delivery.subscription(), delivery.envelope(), delivery.properties(), NO_BODY);
  }

  private static Headers told(Headers headers) {
    return headers.get(DeadLetterHeaders.ORIGIN).isPresent()
        ? headers
        : headers
            .get(FIRST_QUEUE)
            .map(queue -> headers.with(DeadLetterHeaders.ORIGIN, queue))
            .map(
                known -> known.with(DeadLetterHeaders.REASON, headers.get(FIRST_REASON).orElse("")))
            .orElse(headers);
  }

  /** By all that stays the same however often it is delivered. */
  private static String idOf(byte[] body, Headers headers) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(body);
    for (Map.Entry<String, String> header : headers.entries()) {
      if (!header.getKey().equals(AmqpHeaders.REDELIVERED)
          && !header.getKey().equals(DELIVERY_COUNT)) {
        all.writeBytes((header.getKey() + "=" + header.getValue() + "\n").getBytes(UTF_8));
      }
    }
    return LetterDigest.of(all.toByteArray());
  }
}
