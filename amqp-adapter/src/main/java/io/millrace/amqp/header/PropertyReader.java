package io.millrace.amqp.header;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.millrace.amqp.publish.ConfirmedChannel;
import io.millrace.queue.Headers;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the properties and headers of AMQP say of a message. */
public final class PropertyReader {
  private PropertyReader() {}

  /**
   * Headers by their names, properties by those of {@link AmqpHeaders}; without what has a place of
   * its own in a message.
   */
  public static Headers headers(Envelope envelope, AMQP.BasicProperties properties) {
    Map<String, String> values = new LinkedHashMap<>();
    if (properties.getHeaders() != null) {
      properties.getHeaders().forEach((name, value) -> values.put(name, FieldText.of(value)));
    }
    values.remove(AmqpHeaders.KEY);
    values.remove(AmqpHeaders.ATTEMPT);
    values.remove(ConfirmedChannel.NUMBER);
    put(values, AmqpHeaders.CONTENT_TYPE, properties.getContentType());
    put(values, AmqpHeaders.CONTENT_ENCODING, properties.getContentEncoding());
    put(values, AmqpHeaders.CORRELATION_ID, properties.getCorrelationId());
    put(values, AmqpHeaders.REPLY_TO, properties.getReplyTo());
    put(values, AmqpHeaders.MESSAGE_ID, properties.getMessageId());
    put(values, AmqpHeaders.TYPE, properties.getType());
    put(values, AmqpHeaders.APP_ID, properties.getAppId());
    put(values, AmqpHeaders.PRIORITY, properties.getPriority());
    put(values, AmqpHeaders.EXCHANGE, envelope.getExchange());
    put(values, AmqpHeaders.ROUTING_KEY, envelope.getRoutingKey());
    if (envelope.isRedeliver()) {
      values.put(AmqpHeaders.REDELIVERED, "true");
    }
    return Headers.of(values);
  }

  private static void put(Map<String, String> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
  }

  /** The key that whoever published it has given it. */
  public static Optional<String> key(AMQP.BasicProperties properties) {
    Object key = header(properties, AmqpHeaders.KEY);
    return key == null ? Optional.empty() : Optional.of(FieldText.of(key));
  }

  /** The attempt to come, as the message says; 1 where it says nothing. */
  public static int attempt(AMQP.BasicProperties properties) {
    return header(properties, AmqpHeaders.ATTEMPT) instanceof Number number
        ? Math.max(1, number.intValue())
        : 1;
  }

  private static @Nullable Object header(AMQP.BasicProperties properties, String name) {
    Map<String, Object> headers = properties.getHeaders();
    return headers == null ? null : headers.get(name);
  }

  /** When it was published, to the second; 0 where it does not say. */
  @SuppressWarnings("JavaUtilDate") // it is what the client has
  public static long timestampMillis(AMQP.BasicProperties properties) {
    Date time = properties.getTimestamp();
    return time == null ? 0 : Math.max(0, time.getTime());
  }
}
