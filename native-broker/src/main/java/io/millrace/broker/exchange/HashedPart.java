package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Text;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a message that a consistent-hash exchange chooses by: the routing key, or what {@code
 * hash-header} or {@code hash-property} in its arguments says. Messages without that part are all
 * alike.
 */
final class HashedPart {
  private static final String HEADER = "hash-header";
  private static final String PROPERTY = "hash-property";
  private static final Set<String> PROPERTIES = Set.of("message_id", "correlation_id", "timestamp");

  private HashedPart() {}

  static Optional<String> refusal(Headers arguments) {
    HeaderValue header = arguments.get(HEADER);
    HeaderValue property = arguments.get(PROPERTY);
    if (header != null && property != null) {
      return Optional.of(HEADER + " and " + PROPERTY + " exclude each other");
    }
    if (header != null && !(header instanceof Text)) {
      return Optional.of(HEADER + " is no text");
    }
    if (property != null && !PROPERTIES.contains(property.toString())) {
      return Optional.of(
          PROPERTY
              + " is "
              + property
              + " where one of message_id, correlation_id"
              + " and timestamp is expected");
    }
    return Optional.empty();
  }

  /** The hash, spread over all 64 bits, of that part. */
  static ToLongFunction<Message> hash(Headers arguments) {
    HeaderValue header = arguments.get(HEADER);
    if (header != null) {
      String name = header.toString();
      return message -> hash(message.headers().get(name));
    }
    HeaderValue property = arguments.get(PROPERTY);
    return switch (property == null ? "" : property.toString()) {
      case "message_id" -> message -> hash(message.properties().messageId().orElse(""));
      case "correlation_id" -> message -> hash(message.properties().correlationId().orElse(""));
      case "timestamp" -> message -> spread(message.properties().timestampSeconds().orElse(0));
      default -> message -> hash(message.routingKey());
    };
  }

  /** By what a value shows, because hash codes of Java's objects may change with a restart. */
  private static long hash(@Nullable HeaderValue value) {
    return hash(value == null ? "" : value.toString());
  }

  static long hash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100_0000_01B3L;
    }
    return spread(hash);
  }

  static long spread(long value) {
    long hash = value + 0x9E37_79B9_7F4A_7C15L;
    hash = (hash ^ (hash >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return hash ^ (hash >>> 31);
  }
}
