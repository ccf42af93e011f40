package io.millrace.daemon.sink.kafka;

import io.millrace.daemon.kafka.ClientKind;
import io.millrace.daemon.kafka.KafkaConnected;
import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.kafka.TopicNames;
import io.millrace.daemon.kafka.TransactionalSource;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.transaction.KafkaTransactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code sink: {kafka: {brokers, topic, delivery-timeout, max-batch, transactional-id, tls, sasl,
 * properties}}}. Brokers and the way to log in are those of the pipeline's source, unless said, if
 * that is Kafka.
 */
public final class KafkaSinkType implements SinkType {
  private static final Duration MIN_DELIVERY_TIMEOUT = Duration.ofMillis(200);

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    Optional<String> transactionalId = options.optionalText("transactional-id");
    Optional<TransactionalSource> committing =
        transactionalId.flatMap(id -> TransactionalOptions.source(options, context.source()));
    KafkaConnection connection =
        KafkaConnection.from(options, ClientKind.PRODUCER, ofSource(context));
    String topic = options.text("topic");
    TopicNames.check(topic, options, "topic");
    Duration deliveryTimeout = options.duration("delivery-timeout", Duration.ofMinutes(2));
    if (deliveryTimeout.compareTo(MIN_DELIVERY_TIMEOUT) < 0) {
      throw options.error("delivery-timeout", "must be at least 200ms");
    }
    int maxBatch = options.integer("max-batch", 1_000, 1, 100_000);
    return transactionalId
        .map(id -> transactional(id, topic, connection, committing))
        .orElseGet(() -> new KafkaSink(connection, topic, deliveryTimeout, maxBatch, context));
  }

  @Override
  public Sink configureDeadLetters(Options options, PipelineContext context) {
    if (options.has("transactional-id")) {
      throw options.error(
          "transactional-id",
          "dead letters are pushed, before and apart from any commit; leave it out");
    }
    return configure(options, context);
  }

  private static Sink transactional(
      String id, String topic, KafkaConnection connection, Optional<TransactionalSource> source) {
    KafkaTransactions<byte[]> transactions =
        KafkaTransactions.builder(KafkaPayload.bytes())
            .transactionalId(id)
            .properties(connection.properties())
            .build();
    source.ifPresent(committing -> committing.commitWith(transactions));
    return new TransactionalSink(transactions, topic, id, connection.bootstrapServers());
  }

  /** Of a source that has a mistake, which is told elsewhere, nothing is known, and any will do. */
  private static Optional<KafkaConnection> ofSource(PipelineContext context) {
    return context.source().isEmpty()
        ? Optional.of(new KafkaConnection(List.of(), Map.of()))
        : context
            .source()
            .filter(KafkaConnected.class::isInstance)
            .map(source -> ((KafkaConnected) source).connection());
  }
}
