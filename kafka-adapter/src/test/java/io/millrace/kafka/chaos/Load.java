package io.millrace.kafka.chaos;

import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends records at a steady rate until it is closed, and notes those that the broker has. */
final class Load implements AutoCloseable {
  static final int KEYS = 200;

  private static final int TICKS_A_SECOND = 100;

  private final EventFile events;
  private final String topic;
  private final int perTick;
  private final int poisonEvery;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::send, "load");
  private volatile boolean closing;
  private int sent;

  Load(String servers, String topic, int perSecond, int poisonEvery, EventFile events) {
    this.events = events;
    this.topic = topic;
    this.poisonEvery = poisonEvery;
    this.perTick = Math.max(1, perSecond / TICKS_A_SECOND);
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.METADATA_MAX_AGE_CONFIG,
                500,
                // A new partition may refuse the first request and take the second, which an
                // idempotent producer never gets over.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new StringSerializer(),
            new ByteArraySerializer());
    thread.start();
  }

  private void send() {
    long next = System.nanoTime();
    while (!closing) {
      for (int i = 0; i < perTick; i++) {
        // What fails is told to the callback.
        String key = "key-" + ThreadLocalRandom.current().nextInt(KEYS);
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(topic, key, value()),
                (stored, problem) -> {
                  if (problem == null) {
                    events.accept(new LogEvent.Published(stored.partition(), stored.offset()));
                  } else {
                    failure.compareAndSet(null, problem);
                  }
                });
      }
      next += 1_000_000_000L / TICKS_A_SECOND;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private byte[] value() {
    sent++;
    return sent % poisonEvery == 0 ? Poison.value() : new byte[100];
  }

  /** How many of its values are no payload; to be asked once it is closed. */
  int poison() {
    return sent / poisonEvery;
  }

  /**
   * Ends when every record is with the broker.
   *
   * @throws IllegalStateException if one is not: then the run says nothing
   */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join();
    producer.close();
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the load itself has failed", problem);
    }
  }
}
