package io.millrace.bench.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills topics, with keys in random order and always the same.
 *
 * @param keys how many different ones
 */
record Filling(String bootstrapServers, int keys) {
  void fill(String topic, Load load) {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024);
    AtomicReference<Exception> failure = new AtomicReference<>();
    SplittableRandom random = new SplittableRandom(load.sizeBytes());
    byte[] value = new byte[load.sizeBytes()];
    random.nextBytes(value);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < load.records(); i++) {
        byte[] key = ("k" + random.nextInt(keys)).getBytes(StandardCharsets.UTF_8);
        // The callback hears of what fails.
        var unused =
            producer.send(
                new ProducerRecord<>(topic, key, value),
                (sent, exception) -> failure.compareAndSet(null, exception));
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("topic " + topic + " not filled", failure.get());
    }
  }
}
