package io.millrace.daemon.source.millrace;

import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillraceSource;
import io.millrace.client.adapter.MillraceSourceBuilder;
import io.millrace.daemon.millrace.BrokerConnection;
import io.millrace.daemon.millrace.QueueNames;
import io.millrace.daemon.source.line.ContentKey;
import io.millrace.daemon.spi.Options;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of a source of a queue.
 *
 * @param routingKeys which messages; several, or patterns, of a queue with key patterns
 * @param credit how many messages each producer may have that are not acked
 * @param ackTimeout the broker's, for a message that is not acked
 */
record QueueSourceSettings(
    BrokerConnection connection,
    Ordering ordering,
    String queue,
    List<String> routingKeys,
    Optional<ContentKey> key,
    int credit,
    Duration ackTimeout) {
  private static final String ONE = "routing-key";
  private static final String SEVERAL = "routing-keys";
  private static final int HIGHEST_CREDIT = 65_535;
  private static final Duration SHORTEST_ACK_TIMEOUT = Duration.ofMillis(100);

  static QueueSourceSettings from(Options options, Ordering ordering) {
    QueueSourceSettings settings =
        new QueueSourceSettings(
            BrokerConnection.from(options),
            ordering,
            options.text("queue"),
            routingKeys(options),
            ContentKey.from(options),
            options.integer("credit", 1_024, 1, HIGHEST_CREDIT),
            options.duration("ack-timeout", Duration.ofSeconds(60)));
    QueueNames.check(settings.queue, options);
    if (settings.ackTimeout.compareTo(SHORTEST_ACK_TIMEOUT) < 0) {
      throw options.error("ack-timeout", "must be at least 100ms");
    }
    return settings;
  }

  private static List<String> routingKeys(Options options) {
    List<String> several = options.texts(SEVERAL);
    if (several.isEmpty()) {
      String one = options.text(ONE, "");
      QueueNames.checkRoutingKey(one, options, ONE);
      return List.of(one);
    }
    if (options.has(ONE)) {
      throw options.error(SEVERAL, "goes not with routing-key; leave one of them out");
    }
    several.forEach(key -> QueueNames.checkRoutingKey(key, options, SEVERAL));
    return several;
  }

  /** The key that its messages have; empty if they may have others. */
  Optional<String> onlyKey() {
    String first = routingKeys.get(0);
    boolean pattern = first.contains("*") || first.contains("#");
    return routingKeys.size() > 1 || pattern ? Optional.empty() : Optional.of(first);
  }

  /**
   * @param letters where messages go that cannot be read
   */
  MillraceSource<byte[]> source(Optional<Pusher<byte[]>> letters) {
    MillraceSourceBuilder<byte[]> builder =
        MillraceSource.builder(MillracePayload.bytes())
            .location(connection::describeTo)
            .queue(queue)
            .routingKeys(routingKeys)
            .ordering(ordering)
            .credit(credit)
            .ackTimeout(ackTimeout);
    key.ifPresent(builder::keyOf);
    letters.ifPresent(builder::onPoison);
    return builder.build();
  }
}
