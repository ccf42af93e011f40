package io.millrace.amqp.header;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import io.millrace.queue.Message;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says with AMQP's properties and headers what a message is besides its payload. */
public final class PropertyWriter {
  private static final int PERSISTENT = 2;
  private static final int TRANSIENT = 1;
  private static final int HIGHEST_PRIORITY = 255;

  /** The protocol's limit for short strings, in bytes of UTF-8. */
  private static final int LONGEST_SHORT = 255;

  /** How the broker came by a message is nothing that it can be told. */
  private static final Set<String> READ_ONLY =
      Set.of(AmqpHeaders.EXCHANGE, AmqpHeaders.ROUTING_KEY, AmqpHeaders.REDELIVERED);

  private PropertyWriter() {}

  /**
   * @throws IllegalArgumentException for what AMQP has no room for: names of headers and properties
   *     of more than 255 bytes
   */
  @SuppressWarnings("JavaUtilDate") // it is what the client takes
  public static AMQP.BasicProperties write(Message<?> message, boolean isPersistent) {
    Map<String, String> values = message.headers().toMap();
    values.keySet().removeAll(READ_ONLY);
    AMQP.BasicProperties.Builder properties =
        new AMQP.BasicProperties.Builder()
            .deliveryMode(isPersistent ? PERSISTENT : TRANSIENT)
            .contentType(take(values, AmqpHeaders.CONTENT_TYPE))
            .contentEncoding(take(values, AmqpHeaders.CONTENT_ENCODING))
            .correlationId(take(values, AmqpHeaders.CORRELATION_ID))
            .replyTo(take(values, AmqpHeaders.REPLY_TO))
            .messageId(take(values, AmqpHeaders.MESSAGE_ID))
            .type(take(values, AmqpHeaders.TYPE))
            .appId(take(values, AmqpHeaders.APP_ID))
            .priority(priority(values).orElse(null));
    if (message.timestampMillis() > 0) {
      properties.timestamp(new Date(message.timestampMillis()));
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    values.forEach((name, value) -> headers.put(checked(name, name), value));
    message.key().ifPresent(key -> headers.put(AmqpHeaders.KEY, key));
    return properties.headers(headers).build();
  }

  /** The same message with the number of its next attempt, and its key. */
  public static AMQP.BasicProperties withAttempt(
      AMQP.BasicProperties properties, int attempt, Optional<String> key) {
    Map<String, Object> headers = new LinkedHashMap<>();
    if (properties.getHeaders() != null) {
      headers.putAll(properties.getHeaders());
    }
    headers.remove("x-delivery-count");
    headers.put(AmqpHeaders.ATTEMPT, attempt);
    key.ifPresent(value -> headers.put(AmqpHeaders.KEY, value));
    return properties.builder().headers(headers).build();
  }

  private static @Nullable String take(Map<String, String> values, String name) {
    String value = values.remove(name);
    return value == null ? null : checked(name, value);
  }

  private static String checked(String name, String value) {
    if (value.length() > LONGEST_SHORT / 4 && value.getBytes(UTF_8).length > LONGEST_SHORT) {
      throw new IllegalArgumentException(
          "more than "
              + LONGEST_SHORT
              + " bytes: "
              + name.substring(0, Math.min(60, name.length())));
    }
    return value;
  }

  private static Optional<Integer> priority(Map<String, String> values) {
    String text = values.remove(AmqpHeaders.PRIORITY);
    if (text == null || !text.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int priority = Integer.parseInt(text);
    return priority > HIGHEST_PRIORITY ? Optional.empty() : Optional.of(priority);
  }
}
