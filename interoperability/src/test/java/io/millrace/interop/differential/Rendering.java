package io.millrace.interop.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** How answers are written, so that the same answer is always the same text. */
final class Rendering {
  private static final int SHORT_BODY = 8;

  private Rendering() {}

  /** All of a message that a client sees, but its delivery tag. */
  static String message(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    return "%s%s from '%s' with '%s'%s"
        .formatted(
            body(body),
            envelope.isRedeliver() ? " again" : "",
            envelope.getExchange(),
            envelope.getRoutingKey(),
            properties(properties));
  }

  /** The beginning of a long one, and what tells it from others. */
  static String body(byte[] body) {
    String text = new String(body, UTF_8);
    if (text.length() <= SHORT_BODY) {
      return text;
    }
    CRC32 crc = new CRC32();
    crc.update(body);
    return "%s... of %d, CRC %08x"
        .formatted(text.substring(0, SHORT_BODY), text.length(), crc.getValue());
  }

  static String properties(AMQP.BasicProperties properties) {
    StringBuilder text = new StringBuilder();
    append(text, "mode", properties.getDeliveryMode());
    append(text, "priority", properties.getPriority());
    append(text, "expiration", properties.getExpiration());
    append(text, "type", properties.getType());
    append(text, "content type", properties.getContentType());
    append(text, "content encoding", properties.getContentEncoding());
    append(text, "correlation id", properties.getCorrelationId());
    append(text, "reply to", properties.getReplyTo());
    append(text, "message id", properties.getMessageId());
    append(text, "timestamp", properties.getTimestamp());
    append(text, "user id", properties.getUserId());
    append(text, "app id", properties.getAppId());
    append(text, "cluster id", properties.getClusterId());
    String headers = properties.getHeaders() == null ? "{}" : value(properties.getHeaders());
    if (!headers.equals("{}")) {
      append(text, "headers", headers);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append(' ').append(value);
    }
  }

  /** A field of a table; of a death's entry everything but when it was. */
  static String value(@Nullable Object value) {
    if (value instanceof Map<?, ?> table) {
      Map<String, String> sorted = new TreeMap<>();
      table.forEach(
          (name, each) -> {
            if (!name.equals("time") && !MeantDifference.isHeader(name.toString())) {
              sorted.put(name.toString(), value(each));
            }
          });
      return sorted.toString();
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Rendering::value).collect(Collectors.joining(" | ", "[", "]"));
    }
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Number number) {
      return number
          + value.getClass().getSimpleName().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
    }
    return String.valueOf(value);
  }

  /** Why something was not done: what the server said when it closed channel or connection. */
  static String failure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException shutdown) {
        return closing(shutdown);
      }
    }
    return failure instanceof IOException ? failure.toString() : failure.getClass().getName();
  }

  static String closing(ShutdownSignalException shutdown) {
    Object reason = shutdown.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return closing(
          "channel",
          close.getReplyCode(),
          close.getReplyText(),
          close.getClassId(),
          close.getMethodId());
    }
    if (reason instanceof AMQP.Connection.Close close) {
      return closing(
          "connection",
          close.getReplyCode(),
          close.getReplyText(),
          close.getClassId(),
          close.getMethodId());
    }
    return "closed: " + shutdown.getMessage();
  }

  private static String closing(String what, int code, String text, int classId, int methodId) {
    return "%s closed by %d %s (%d.%d)"
        .formatted(what, code, MeantDifference.reply(text), classId, methodId);
  }
}
