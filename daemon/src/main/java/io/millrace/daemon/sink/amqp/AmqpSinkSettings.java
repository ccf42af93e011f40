package io.millrace.daemon.sink.amqp;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.AmqpSinkBuilder;
import io.millrace.amqp.topology.Topology;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.amqp.Declarations;
import io.millrace.daemon.spi.Options;
import io.millrace.queue.Message;
import java.util.Optional;

/**
 * The options of a sink that is a queue or an exchange.
 *
 * @param queue empty when {@code exchange} is there
 * @param routingKey of all messages; empty for each message's own key
 */
record AmqpSinkSettings(
    AmqpConnection connection,
    Optional<String> queue,
    Optional<String> exchange,
    Optional<String> routingKey,
    Topology topology,
    boolean isMandatory,
    boolean isPersistent,
    int maxBatch) {
  private static final String REMEDY =
      "say where messages go, as in queue: mails, or exchange: events and routing-key: mails";

  static AmqpSinkSettings from(Options options, AmqpConnection connection) {
    return from(options, connection, Optional.empty());
  }

  /**
   * @param usualQueue where messages go if nothing is said
   */
  static AmqpSinkSettings from(
      Options options, AmqpConnection connection, Optional<String> usualQueue) {
    Optional<String> exchange = options.optionalText("exchange");
    Optional<String> queue = options.optionalText("queue");
    Optional<String> routingKey = options.optionalText("routing-key");
    if (exchange.isPresent() && queue.isPresent()) {
      throw options.error(
          "queue", "messages go to a queue or to an exchange; leave one of them out");
    }
    if (exchange.isEmpty() && routingKey.isPresent()) {
      throw options.error("routing-key", "has no meaning without exchange: the key is the queue");
    }
    if (exchange.isEmpty()) {
      queue =
          Optional.of(queue.or(() -> usualQueue).orElseThrow(() -> options.error("queue", REMEDY)));
    }
    return new AmqpSinkSettings(
        connection,
        queue,
        exchange,
        routingKey,
        queue
            .map(name -> Declarations.ofQueue(options, name))
            .orElseGet(() -> Declarations.ofExchange(options)),
        options.flag("mandatory", true),
        options.flag("persistent", true),
        options.integer("max-batch", 1_000, 1, 100_000));
  }

  AmqpSinkSettings with(Topology other) {
    return new AmqpSinkSettings(
        connection, queue, exchange, routingKey, other, isMandatory, isPersistent, maxBatch);
  }

  String description() {
    return queue.orElseGet(
        () -> "exchange " + exchange.orElseThrow() + routingKey.map(key -> " " + key).orElse(""));
  }

  /** Does not wait for the broker. */
  AmqpSink<byte[]> pusher() {
    AmqpSinkBuilder<byte[]> builder =
        AmqpSink.builder(AmqpPayload.bytes())
            .location(connection::describeTo)
            .topology(topology)
            .mandatory(isMandatory)
            .persistent(isPersistent);
    queue.ifPresent(builder::queue);
    exchange.ifPresent(builder::exchange);
    routingKey.ifPresentOrElse(
        builder::routingKey, () -> builder.routingKeyOf(AmqpSinkSettings::keyOf));
    return builder.build();
  }

  private static String keyOf(Message<byte[]> message) {
    return message.key().orElse("");
  }
}
