package io.millrace.daemon.sink.kafka;

import io.micrometer.core.instrument.Tag;
import io.millrace.daemon.kafka.KafkaConnected;
import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A topic of a Kafka cluster. One client serves all workers. */
final class KafkaSink implements Sink, KafkaConnected {
  private final KafkaConnection connection;
  private final String topic;
  private final Duration deliveryTimeout;
  private final int maxBatch;
  private final PipelineContext context;
  private @Nullable KafkaPusher<byte[]> pusher;

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
  public synchronized Pusher<byte[]> pusher() {
    KafkaPusher<byte[]> current = pusher;
    if (current == null) {
      current =
          KafkaPusher.builder(KafkaPayload.bytes())
              .properties(connection.properties())
              .bootstrapServers(connection.bootstrapServers())
              .topic(topic)
              .deliveryTimeout(deliveryTimeout)
              .meters(context.meters(), List.of(Tag.of("pipeline", context.pipeline())))
              .build();
      pusher = current;
    }
    return current;
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
  public synchronized void close() throws InterruptedException {
    KafkaPusher<byte[]> closing = pusher;
    pusher = null;
    if (closing != null) {
      closing.close();
    }
  }
}
