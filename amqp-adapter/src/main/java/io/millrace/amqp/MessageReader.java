package io.millrace.amqp;

import io.millrace.amqp.consume.AmqpDelivery;
import io.millrace.amqp.header.PropertyReader;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.SourcePartition;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of deliveries, and letters of those that can be none. */
final class MessageReader<T> {
  private static final Logger log = LoggerFactory.getLogger(MessageReader.class);

  private final SourceSettings<T> settings;
  private boolean hasWarned;

  MessageReader(SourceSettings<T> settings) {
    this.settings = settings;
  }

  /**
   * @throws Exception when the body is poison
   */
  Message<T> read(AmqpDelivery delivery, SourcePartition partition) throws Exception {
    Headers headers = PropertyReader.headers(delivery.envelope(), delivery.properties());
    Message<T> message =
        withKey(
            Message.builder(settings.payload().decode(delivery.body()))
                .key(PropertyReader.key(delivery.properties()).orElse(null))
                .headers(headers)
                .position(partition, delivery.tag())
                .timestampMillis(PropertyReader.timestampMillis(delivery.properties()))
                .attempt(attemptOf(delivery))
                .sizeBytes(delivery.body().length + sizeOf(headers))
                .handle(delivery)
                .build());
    if (settings.ordering() == Ordering.KEY && !hasWarned && message.key().isEmpty()) {
      hasWarned = true;
      log.warn(
          "queue {}: a message has no key, so that it is handled in no order; have keys found in"
              + " the messages (the source's keyOf, or key: in a configuration), or write order"
              + " none",
          settings.queue());
    }
    return message;
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

  private Message<T> withKey(Message<T> message) {
    return settings.keyOf().isEmpty()
        ? message
        : message.toBuilder().key(settings.keyOf().get().apply(message).orElse(null)).build();
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
