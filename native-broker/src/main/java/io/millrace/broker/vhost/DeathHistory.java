package io.millrace.broker.vhost;

import io.millrace.broker.exchange.CopyKeys;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.HeaderValue.Timestamp;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where and why a message was a dead letter, the last time first: the header {@code x-death}, as
 * RabbitMQ writes it. An entry for each queue and reason, with a count.
 */
final class DeathHistory {
  private static final String HISTORY = "x-death";
  static final String QUEUE = "queue";
  private static final String REASON = "reason";
  private static final String COUNT = "count";
  static final String EXCHANGE = "exchange";
  static final String ROUTING_KEYS = "routing-keys";

  private static final String FIRST = "x-first-death-";
  private static final String LAST = "x-last-death-";

  private final List<Headers> deaths;

  private DeathHistory(List<Headers> deaths) {
    this.deaths = deaths;
  }

  /** What the message brings along; entries that are no tables are forgotten. */
  static DeathHistory of(Message message) {
    List<Headers> deaths = new ArrayList<>();
    if (message.headers().get(HISTORY) instanceof Sequence history) {
      for (HeaderValue value : history.values()) {
        if (value instanceof Table table) {
          deaths.add(table.headers());
        }
      }
    }
    return new DeathHistory(deaths);
  }

  /**
   * The copy to publish of a message that died now, to the dead-letter exchange of its queue.
   *
   * @param routingKey the one to use instead of those that the message has, if any
   */
  static Message letter(
      Message message,
      String queue,
      DeadLetterReason reason,
      long nowMillis,
      String exchange,
      @Nullable String routingKey) {
    Headers headers = of(message).with(message, queue, reason, nowMillis).addTo(message.headers());
    if (message.headers().get(HISTORY) == null) {
      headers = mark(headers, FIRST, message, queue, reason);
    }
    headers = mark(headers, LAST, message, queue, reason).without("x-delay");
    Message letter =
        message.withProperties(
            message.properties().toBuilder().headers(headers).noExpiration().noDelay().build());
    return routingKey == null
        ? letter.withDestination(exchange, message.routingKey())
        : CopyKeys.withoutAny(letter).withDestination(exchange, routingKey);
  }

  /** The last death; empty if there was none. */
  Optional<Headers> last() {
    return deaths.stream().findFirst();
  }

  /** Headers without what a death has added. */
  static Headers removedFrom(Headers headers) {
    Headers.Builder others = Headers.builder();
    headers.forEach(
        (name, value) -> {
          if (!name.equals(HISTORY) && !name.startsWith(FIRST) && !name.startsWith(LAST)) {
            others.put(name, value);
          }
        });
    return others.build();
  }

  /**
   * Whether the message has been a dead letter of that queue, and in none of the steps since then
   * because a client rejected it: it would go round for ever.
   */
  boolean isCycle(String queue) {
    for (Headers death : deaths) {
      if (text(death, REASON).equals(DeadLetterReason.REJECTED.header())) {
        return false;
      }
      if (text(death, QUEUE).equals(queue)) {
        return true;
      }
    }
    return false;
  }

  private DeathHistory with(
      Message message, String queue, DeadLetterReason reason, long nowMillis) {
    List<Headers> others = new ArrayList<>();
    Headers last = first(message, queue, reason, nowMillis);
    for (Headers death : deaths) {
      if (text(death, QUEUE).equals(queue) && text(death, REASON).equals(reason.header())) {
        last = death.with(COUNT, HeaderValue.of(count(death) + 1));
      } else {
        others.add(death);
      }
    }
    others.add(0, last);
    return new DeathHistory(others);
  }

  private Headers addTo(Headers headers) {
    List<HeaderValue> tables = new ArrayList<>();
    deaths.forEach(death -> tables.add(HeaderValue.of(death)));
    return headers.with(HISTORY, new Sequence(tables));
  }

  private static Headers first(
      Message message, String queue, DeadLetterReason reason, long nowMillis) {
    Headers.Builder death =
        Headers.builder()
            .put(COUNT, HeaderValue.of(1L))
            .put(REASON, HeaderValue.of(reason.header()))
            .put(QUEUE, HeaderValue.of(queue))
            .put("time", new Timestamp(nowMillis / 1000))
            .put(EXCHANGE, HeaderValue.of(message.exchange()))
            .put(ROUTING_KEYS, new Sequence(routingKeys(message)));
    long expirationMillis = message.properties().expirationMillisOr(-1);
    if (expirationMillis >= 0) {
      death.put("original-expiration", HeaderValue.of(Long.toString(expirationMillis)));
    }
    return death.build();
  }

  private static List<HeaderValue> routingKeys(Message message) {
    return CopyKeys.visible(message).stream().map(HeaderValue::of).toList();
  }

  private static Headers mark(
      Headers headers, String prefix, Message message, String queue, DeadLetterReason reason) {
    return headers
        .with(prefix + QUEUE, HeaderValue.of(queue))
        .with(prefix + REASON, HeaderValue.of(reason.header()))
        .with(prefix + EXCHANGE, HeaderValue.of(message.exchange()));
  }

  private static String text(Headers death, String name) {
    HeaderValue value = death.get(name);
    return value == null ? "" : value.toString();
  }

  private static long count(Headers death) {
    return death.get(COUNT) instanceof Whole count ? count.value() : 1;
  }
}
