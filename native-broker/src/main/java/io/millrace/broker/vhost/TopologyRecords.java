package io.millrace.broker.vhost;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.DestinationKind;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Flag;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.util.Optional;

/**
 * Exchanges, queues, bindings and limits as they are stored. The names here are part of the format.
 */
final class TopologyRecords {
  static final String EXCHANGE = "exchange";
  static final String QUEUE = "queue";
  static final String BINDING = "binding";

  private static final String LIMITS = "limits";
  private static final String MAX_QUEUES = "max-queues";
  private static final String MAX_CONNECTIONS = "max-connections";

  private static final String TYPE = "type";
  private static final String AUTO_DELETE = "auto-delete";
  private static final String PAUSED = "paused";
  private static final String INTERNAL = "internal";
  private static final String ARGUMENTS = "arguments";
  private static final String SOURCE = "source";
  private static final String DESTINATION = "destination";
  private static final String TO_EXCHANGE = "to-exchange";
  private static final String KEY = "key";

  private TopologyRecords() {}

  static Definition of(ExchangeDefinition exchange) {
    return new Definition(
        EXCHANGE,
        exchange.name(),
        Headers.builder()
            .put(TYPE, HeaderValue.of(exchange.type()))
            .put(AUTO_DELETE, HeaderValue.of(exchange.autoDelete()))
            .put(INTERNAL, HeaderValue.of(exchange.internal()))
            .put(ARGUMENTS, HeaderValue.of(exchange.arguments()))
            .build());
  }

  static ExchangeDefinition exchange(Definition stored) {
    Headers fields = stored.fields();
    return new ExchangeDefinition(
        stored.key(),
        text(fields, TYPE),
        true,
        flag(fields, AUTO_DELETE),
        flag(fields, INTERNAL),
        table(fields, ARGUMENTS));
  }

  static Definition of(QueueDefinition queue, boolean paused) {
    return new Definition(
        QUEUE,
        queue.name(),
        Headers.builder()
            .put(AUTO_DELETE, HeaderValue.of(queue.autoDelete()))
            .put(ARGUMENTS, HeaderValue.of(queue.arguments()))
            .put(PAUSED, HeaderValue.of(paused))
            .build());
  }

  /** Whether the deliveries of a queue are stopped. */
  static boolean isPaused(Definition queue) {
    return flag(queue.fields(), PAUSED);
  }

  /** An exclusive queue goes with its connection, so none that is stored is exclusive. */
  static QueueDefinition queue(Definition stored) {
    return new QueueDefinition(
        stored.key(),
        true,
        false,
        flag(stored.fields(), AUTO_DELETE),
        table(stored.fields(), ARGUMENTS));
  }

  static Definition of(Binding binding) {
    return new Definition(
        BINDING,
        key(binding),
        Headers.builder()
            .put(SOURCE, HeaderValue.of(binding.source()))
            .put(DESTINATION, HeaderValue.of(binding.destination()))
            .put(TO_EXCHANGE, HeaderValue.of(binding.kind() == DestinationKind.EXCHANGE))
            .put(KEY, HeaderValue.of(binding.key()))
            .put(ARGUMENTS, HeaderValue.of(binding.arguments()))
            .build());
  }

  static Binding binding(Definition stored) {
    Headers fields = stored.fields();
    return new Binding(
        text(fields, SOURCE),
        flag(fields, TO_EXCHANGE) ? DestinationKind.EXCHANGE : DestinationKind.QUEUE,
        text(fields, DESTINATION),
        text(fields, KEY),
        table(fields, ARGUMENTS),
        true);
  }

  /** There is one of them, without a name. */
  static Definition of(VirtualHostLimits limits) {
    return new Definition(
        LIMITS,
        "",
        Headers.builder()
            .put(MAX_QUEUES, HeaderValue.of(limits.maxQueues()))
            .put(MAX_CONNECTIONS, HeaderValue.of(limits.maxConnections()))
            .build());
  }

  /** Those that are stored, if any are. */
  static Optional<VirtualHostLimits> limits(DefinitionStore definitions) {
    return definitions.all(LIMITS).stream()
        .findFirst()
        .map(
            stored ->
                new VirtualHostLimits(
                    whole(stored.fields(), MAX_QUEUES), whole(stored.fields(), MAX_CONNECTIONS)));
  }

  private static long whole(Headers fields, String name) {
    return fields.get(name) instanceof Whole whole ? whole.value() : Long.MAX_VALUE;
  }

  /** Different for each binding; lengths keep names apart that hold any character. */
  static String key(Binding binding) {
    return "%s %d:%s %d:%s %d:%s %s"
        .formatted(
            binding.kind(),
            binding.source().length(),
            binding.source(),
            binding.destination().length(),
            binding.destination(),
            binding.key().length(),
            binding.key(),
            binding.arguments());
  }

  static String text(Headers fields, String name) {
    HeaderValue value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("a stored definition has no " + name + ": " + fields);
    }
    return value.toString();
  }

  static boolean flag(Headers fields, String name) {
    return fields.get(name) instanceof Flag flag && flag.value();
  }

  static Headers table(Headers fields, String name) {
    return fields.get(name) instanceof Table table ? table.headers() : Headers.EMPTY;
  }
}
