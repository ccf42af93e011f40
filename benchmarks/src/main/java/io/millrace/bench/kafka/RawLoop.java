package io.millrace.bench.kafka;

import io.millrace.bench.contest.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer and a loop on one thread, which commits once a second without waiting. */
record RawLoop(int maxPollRecords) implements Contender {
  private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

  @Override
  public String name() {
    return "raw loop, poll " + maxPollRecords;
  }

  @Override
  public boolean fits(Cell cell) {
    return !cell.work().blocks();
  }

  @Override
  public Running start(Topic topic, Cell cell, Tally tally) {
    AtomicBoolean stopped = new AtomicBoolean();
    Thread thread = new Thread(() -> loop(topic, tally, stopped), "raw-loop");
    thread.start();
    return () -> {
      stopped.set(true);
      thread.join();
    };
  }

  private void loop(Topic topic, Tally tally, AtomicBoolean stopped) {
    Map<String, Object> properties = topic.consumerProperties();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic.name()));
      long committed = System.nanoTime();
      while (!stopped.get()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(50));
        records.forEach(record -> tally.handle());
        if (System.nanoTime() - committed > COMMIT_NANOS) {
          consumer.commitAsync();
          committed = System.nanoTime();
        }
      }
    }
  }
}
