package io.millrace.daemon.demo.kafka;

import io.millrace.daemon.demo.DemoBackend;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.KafkaSource;
import io.millrace.kafka.StartAt;
import io.millrace.queue.Ordering;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A real Kafka broker in a process of its own, with one topic. */
public final class KafkaDemo implements DemoBackend {
  private static final String TOPIC = "demo";
  private static final int BATCH = 50_000;

  private final int partitions;
  private final KafkaBroker broker = KafkaBroker.builder().build();
  private final KafkaSource<byte[]> source;

  public KafkaDemo(int partitions) {
    this.partitions = partitions;
    source =
        KafkaSource.builder(KafkaPayload.bytes())
            .bootstrapServers(broker.bootstrapServers())
            .group(TOPIC)
            .topics(List.of(TOPIC))
            .startAt(StartAt.EARLIEST)
            .ordering(Ordering.KEY)
            .build();
  }

  @Override
  public String description() {
    return "a Kafka broker in a process of its own";
  }

  @Override
  public String start() throws IOException {
    try {
      broker.start();
      broker.createTopic(TOPIC, partitions);
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    return "broker at "
        + broker.bootstrapServers()
        + " with a topic of "
        + partitions
        + (partitions == 1 ? " partition" : " partitions");
  }

  @Override
  public Pusher<byte[]> pusher() {
    return KafkaPusher.builder(KafkaPayload.bytes())
        .bootstrapServers(broker.bootstrapServers())
        .topic(TOPIC)
        .build();
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return source;
  }

  @Override
  public Optional<String> notReady() {
    return source.notReady();
  }

  @Override
  public void close() {
    broker.close();
  }
}
