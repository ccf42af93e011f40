package io.millrace.bench.kafka;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.internal.DrainingCloseable.DrainingMode;
import io.millrace.bench.contest.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Confluent's parallel consumer with its defaults. */
record ParallelConsumer(Order order, int maxPollRecords) implements Contender {
  /** With a handler that does nothing; 4 and 16 were several times slower. */
  private static final int NO_OP_HANDLERS = 100;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  static final String PREFIX = "parallel-consumer ";

  static String name(Order order) {
    return PREFIX + (order == Order.NONE ? "unordered" : order.label());
  }

  @Override
  public String name() {
    return name(order);
  }

  @Override
  public boolean fits(Cell cell) {
    return true;
  }

  @Override
  public Running start(Topic topic, Cell cell, Tally tally) {
    Map<String, Object> properties = topic.consumerProperties();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<byte[], byte[]>builder()
                .consumer(consumer)
                .ordering(order.parallelConsumer)
                .maxConcurrency(cell.work().blocks() ? cell.inFlight() : NO_OP_HANDLERS)
                .build());
    processor.subscribe(List.of(topic.name()));
    processor.poll(record -> tally.handle());
    return () -> processor.close(CLOSE_TIMEOUT, DrainingMode.DONT_DRAIN);
  }
}
