package io.millrace.daemon.sink.kafka;

import io.micrometer.core.instrument.Tag;
import io.millrace.daemon.kafka.KafkaConnected;
import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.sink.LatePusher;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A topic of a Kafka cluster. One client serves all workers. */
final class KafkaSink implements Sink, KafkaConnected {
  private final KafkaConnection connection;
  private final String topic;
  private final Duration deliveryTimeout;
  private final int maxBatch;
  private final PipelineContext context;
  private final LatePusher<KafkaPusher<byte[]>> pusher = new LatePusher<>(this::newPusher);

  KafkaSink(
      KafkaConnection connection,
      String topic,
      Duration deliveryTimeout,
      int maxBatch,
      PipelineContext context) {
    this.connection = connection;
    this.topic = topic;
    this.deliveryTimeout = deliveryTimeout;
    this.maxBatch = maxBatch;
    this.context = context;
  }

  @Override
  public KafkaConnection connection() {
    return connection;
  }

  @Override
  public String description() {
    return "kafka " + topic;
  }

  @Override
  public Pusher<byte[]> pusher() {
    return pusher.get();
  }

  private KafkaPusher<byte[]> newPusher() {
    return KafkaPusher.builder(KafkaPayload.bytes())
        .properties(connection.properties())
        .bootstrapServers(connection.bootstrapServers())
        .topic(topic)
        .deliveryTimeout(deliveryTimeout)
        .meters(context.meters(), List.of(Tag.of("pipeline", context.pipeline())))
        .build();
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(new KafkaDeadLetters(connection, topic).toStore());
  }

  @Override
  public void close() throws Exception {
    pusher.close();
  }
}
