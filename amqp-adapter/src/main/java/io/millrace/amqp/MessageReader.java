package io.millrace.amqp;

import io.millrace.amqp.consume.AmqpDelivery;
import io.millrace.amqp.header.PropertyReader;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.key.KeyFinder;
import java.util.Map;

/** Makes messages of deliveries, and letters of those that can be none. */
final class MessageReader<T> {
  private final SourceSettings<T> settings;
  private final KeyFinder<T> keys;

  MessageReader(SourceSettings<T> settings) {
    this.settings = settings;
    keys = new KeyFinder<>("queue", settings.ordering(), settings.keyOf());
  }

  /**
   * @throws Exception when the body is poison
   */
  Message<T> read(AmqpDelivery delivery, SourcePartition partition) throws Exception {
    Headers headers = PropertyReader.headers(delivery.envelope(), delivery.properties());
    return keys.withKey(
        Message.builder(settings.payload().decode(delivery.body()))
            .key(PropertyReader.key(delivery.properties()).orElse(null))
            .headers(headers)
            .position(partition, delivery.tag())
            .timestampMillis(PropertyReader.timestampMillis(delivery.properties()))
            .attempt(attemptOf(delivery))
            .sizeBytes(delivery.body().length + sizeOf(headers))
            .handle(delivery)
            .build(),
        settings.queue());
  }

  /** The number of the attempt that a delivery is. */
  static int attemptOf(AmqpDelivery delivery) {
    return PropertyReader.attempt(delivery.properties()) + delivery.deliveryCount();
  }

  private static int sizeOf(Headers headers) {
    int size = 0;
    for (Map.Entry<String, String> header : headers.entries()) {
      size += header.getKey().length() + header.getValue().length();
    }
    return size;
  }

  /** The body as it is, with all that is known about it. */
  static Message<byte[]> wholeOf(AmqpDelivery delivery, SourcePartition partition) {
    return Message.builder(delivery.body())
        .key(PropertyReader.key(delivery.properties()).orElse(null))
        .headers(PropertyReader.headers(delivery.envelope(), delivery.properties()))
        .position(partition, delivery.tag())
        .sizeBytes(delivery.body().length)
        .build();
  }
}
