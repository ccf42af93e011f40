package io.millrace.bench.kafka;

import io.millrace.bench.contest.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A share consumer and a loop on one thread; each poll accepts what the last one brought. */
final class RawShareLoop implements Contender {
  static final String NAME = "raw share loop";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean fits(Cell cell) {
    return !cell.work().blocks();
  }

  @Override
  public Running start(Topic topic, Cell cell, Tally tally) throws Exception {
    ShareGroups.startAtFirst(topic);
    AtomicBoolean stopped = new AtomicBoolean();
    Thread thread = new Thread(() -> loop(topic, tally, stopped), "raw-share-loop");
    thread.start();
    return () -> {
      stopped.set(true);
      thread.join();
    };
  }

  private static void loop(Topic topic, Tally tally, AtomicBoolean stopped) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", topic.bootstrapServers(), "group.id", topic.group());
    try (var consumer =
        new KafkaShareConsumer<>(
            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic.name()));
      while (!stopped.get()) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> tally.handle());
      }
    }
  }
}
