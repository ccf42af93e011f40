package io.millrace.interop.differential;

import static java.util.stream.Collectors.joining;

import com.rabbitmq.client.AMQP;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes messages, and the tables that their headers are compared with. */
final class Contents {
  /** More than a frame. */
  private static final int LONG_BODY = 150_000;

  private static final Instant MOMENT = Instant.ofEpochSecond(1_700_000_000);

  private final Dice dice;
  private final Traits traits;
  private int bodies;

  Contents(Dice dice, Traits traits) {
    this.dice = dice;
    this.traits = traits;
  }

  String body() {
    String body = "m" + bodies++;
    return switch (dice.below(60)) {
      case 0 -> "";
      case 1 -> body + longTail();
      default -> body;
    };
  }

  /** Each part of it tells where it stands. */
  private static String longTail() {
    return IntStream.range(0, LONG_BODY / 8).mapToObj("%08d"::formatted).collect(joining());
  }

  /**
   * @param keys of copies
   */
  AMQP.BasicProperties properties(List<String> keys) {
    AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder();
    if (dice.once(2)) {
      properties.deliveryMode(1 + dice.below(2));
    }
    if (dice.once(4)) {
      properties.priority(dice.once(10) ? 255 : dice.below(8));
    }
    traits
        .expiration()
        .ifPresentOrElse(
            properties::expiration,
            () -> {
              if (dice.once(12)) {
                properties.expiration(
                    dice.once(6) ? dice.pick("-1", "soon", "") : "" + Traits.LONG_MILLIS);
              }
            });
    Map<String, Object> headers = headers(keys);
    if (!headers.isEmpty()) {
      properties.headers(headers);
    }
    if (dice.once(8)) {
      describe(properties);
    }
    return properties.build();
  }

  private void describe(AMQP.BasicProperties.Builder properties) {
    switch (dice.below(5)) {
      case 0 -> properties.contentType("text/plain").contentEncoding("utf-8");
      case 1 -> properties.correlationId("question").replyTo("q0");
      case 2 -> properties.messageId("one").timestamp(Date.from(MOMENT));
      case 3 -> properties.type("kind").appId("script").clusterId("");
      default -> properties.userId(dice.pick("guest", "guest", "other"));
    }
  }

  private Map<String, Object> headers(List<String> keys) {
    Map<String, Object> headers = new TreeMap<>();
    if (dice.once(3)) {
      headers.put("n", value());
    }
    if (dice.once(4)) {
      headers.put("kind", dice.pick("x", "y"));
    }
    if (dice.once(12)) {
      headers.put("x-own", dice.pick("x", "y"));
    }
    switch (traits.expiration().isEmpty() ? dice.below(16) : -1) {
      case 0 -> headers.put("CC", List.of(dice.pick(keys), dice.pick(keys)));
      case 1 -> {
        if (traits.hidesKeys()) {
          headers.put("BCC", List.of(dice.pick(keys)));
        }
      }
      case 2 -> {
        if (dice.once(6)) {
          headers.put(dice.pick("CC", "BCC"), dice.<Object>pick("a", 1));
        }
      }
      default -> {}
    }
    return headers;
  }

  /** Arguments of a binding, which only an exchange of the type headers reads. */
  Map<String, Object> pattern() {
    Map<String, Object> arguments = new TreeMap<>();
    if (dice.once(2)) {
      arguments.put(
          "x-match",
          dice.once(15)
              ? dice.<Object>pick("some", 1)
              : dice.pick("all", "any", "all-with-x", "any-with-x"));
      arguments.put("n", value());
      if (dice.once(2)) {
        arguments.put("kind", dice.pick("x", "y"));
      }
      if (dice.once(4)) {
        arguments.put("x-own", dice.pick("x", "y"));
      }
    }
    return arguments;
  }

  private @Nullable Object value() {
    return switch (dice.below(24)) {
      case 0 -> null;
      case 1 -> true;
      case 2 -> List.of(1, "a");
      case 3 -> Map.of("k", 1);
      case 4 -> new BigDecimal("1.50");
      case 5 -> Date.from(MOMENT);
      case 6 -> new byte[] {1, 2};
      case 7 -> dice.<Object>pick((byte) 1, (short) 1, 1.0f);
      default -> dice.<Object>pick(1, 2L, "1", 1.5);
    };
  }
}
