package io.millrace.broker.vhost;

import io.millrace.broker.exchange.DelayHeader;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.QueueOptions;
import org.jspecify.annotations.Nullable;

/** What of a message concerns the queue that it enters, from its properties and headers. */
final class Envelopes {
  /** For publishers that cannot set the property: the key that a queue with groups goes by. */
  private static final String GROUP_HEADER = "x-message-group";

  /** For publishers that cannot set the property: the id that a queue knows duplicates by. */
  private static final String DEDUPLICATION_HEADER = "x-deduplication-header";

  private Envelopes() {}

  static Envelope of(Message message, Entrance entrance, QueueOptions options, long nowMillis) {
    Properties properties = message.properties();
    int sizeBytes = message.body().length;
    boolean isNew = entrance != Entrance.MOVED;
    long dueAtMillis = isNew ? dueAtMillis(properties, nowMillis) : 0;
    return new Envelope(
        sizeBytes,
        properties.priorityOr(0),
        nowMillis,
        expiresAtMillis(properties, Math.max(nowMillis, dueAtMillis)),
        dueAtMillis,
        key(message, options),
        isNew && options.deduplication().windowMillis() > 0 ? deduplicationId(properties) : null);
  }

  /** 0 if it is not held back; a time in the past is now. */
  private static long dueAtMillis(Properties properties, long nowMillis) {
    long dueAtMillis = properties.deliverAtMillisOr(0);
    if (dueAtMillis == 0) {
      long delayMillis = properties.delayMillisOr(0);
      if (delayMillis == 0) {
        delayMillis = DelayHeader.delayMillis(properties.headers());
      }
      dueAtMillis = sum(nowMillis, delayMillis);
    }
    return dueAtMillis <= nowMillis ? 0 : dueAtMillis;
  }

  private static long expiresAtMillis(Properties properties, long fromMillis) {
    long goodForMillis = properties.expirationMillisOr(-1);
    return goodForMillis < 0 ? Envelope.NEVER : sum(fromMillis, goodForMillis);
  }

  private static @Nullable String key(Message message, QueueOptions options) {
    if (options.keyPatterns()) {
      String key = MessageKey.of(message);
      return key.isEmpty() ? null : key;
    }
    return options.messageGroups() ? group(message.properties()) : null;
  }

  private static @Nullable String group(Properties properties) {
    return properties.key().orElseGet(() -> text(properties.headers(), GROUP_HEADER));
  }

  private static @Nullable String deduplicationId(Properties properties) {
    return properties
        .deduplicationId()
        .orElseGet(() -> text(properties.headers(), DEDUPLICATION_HEADER));
  }

  private static @Nullable String text(Headers headers, String name) {
    HeaderValue value = headers.get(name);
    return value == null ? null : value.toString();
  }

  private static long sum(long fromMillis, long millis) {
    long sum = fromMillis + millis;
    return sum < 0 ? Envelope.NEVER : sum;
  }
}
