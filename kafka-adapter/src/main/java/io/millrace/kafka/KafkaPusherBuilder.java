package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.queue.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link KafkaPusher}. Needs brokers, and a topic or a function that
 * names it. Not safe for several threads.
 */
public final class KafkaPusherBuilder<T> {
  private static final Duration MIN_DELIVERY_TIMEOUT = Duration.ofMillis(200);

  private final KafkaPayload<T> payload;
  private final Map<String, Object> properties = new HashMap<>();
  private @Nullable Function<? super Message<T>, String> topic;
  private String name = "kafka";
  private Duration deliveryTimeout = Duration.ofMinutes(2);
  private Duration closeTimeout = Duration.ofSeconds(30);
  private Optional<SharedProducer.Meters> meters = Optional.empty();
  private boolean prefersRawValues;

  KafkaPusherBuilder(KafkaPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /**
   * Properties of the Kafka client, all that it knows, TLS and SASL included. They win over this
   * builder's defaults, which are {@code acks=all}, {@code enable.idempotence=true}, {@code
   * max.in.flight.requests.per.connection=1}, {@code linger.ms=0}, {@code batch.size=131072},
   * {@code compression.type=lz4}, {@code buffer.memory=67108864} and the timeouts of {@link
   * #deliveryTimeout}. Serializers are ignored: the payload's form is the {@link KafkaPayload}'s.
   * Called again, it adds.
   *
   * <p>With more requests in flight, brokers up to 4.4 may take the second batch of a partition
   * that has just come into being and not the first, whose messages then fail at the delivery
   * timeout.
   */
  public KafkaPusherBuilder<T> properties(Map<String, ?> values) {
    properties.putAll(values);
    return this;
  }

  /** Some of the brokers, as {@code host:port}, with commas between them. */
  public KafkaPusherBuilder<T> bootstrapServers(String servers) {
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    return this;
  }

  /** Everything goes to this topic, which also gives the pusher its name. */
  public KafkaPusherBuilder<T> topic(String value) {
    requireNonNull(value);
    topic = message -> value;
    name = "kafka " + value;
    return this;
  }

  /**
   * The topic depends on the message. A message for which the function throws is not taken, and the
   * push says so.
   *
   * @param value safe for several threads
   */
  public KafkaPusherBuilder<T> topicOf(Function<? super Message<T>, String> value) {
    topic = requireNonNull(value);
    return this;
  }

  /** What an operator calls it. */
  public KafkaPusherBuilder<T> name(String value) {
    name = requireNonNull(value);
    return this;
  }

  /**
   * How long a message may take until Kafka confirms it, retries of the client included; then its
   * push fails. A quarter of it is for finding the topic and a place in the buffer ({@code
   * max.block.ms}), so that a topic that does not exist fails that early, the rest for what follows
   * ({@code delivery.timeout.ms}). 2 minutes unless set: that outlasts the loss of a broker, while
   * a message that is given up early and pushed again may be there twice.
   *
   * @param value at least 200 ms
   */
  public KafkaPusherBuilder<T> deliveryTimeout(Duration value) {
    if (value.compareTo(MIN_DELIVERY_TIMEOUT) < 0) {
      throw new IllegalArgumentException(
          "deliveryTimeout must be at least 200 ms, got " + value.toMillis() + " ms");
    }
    deliveryTimeout = value;
    return this;
  }

  /** How long closing waits for what is under way; 30 s unless set. */
  public KafkaPusherBuilder<T> closeTimeout(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("closeTimeout must not be negative, got " + value);
    }
    closeTimeout = value;
    return this;
  }

  /** Publishes the Kafka client's own metrics there; {@code kafka.producer.*} by name. */
  public KafkaPusherBuilder<T> meters(MeterRegistry registry, Iterable<Tag> tags) {
    meters =
        Optional.of(
            new SharedProducer.Meters(
                registry, StreamSupport.stream(tags.spliterator(), false).toList()));
    return this;
  }

  /**
   * For dead letters of a queue whose payloads are not bytes: messages that a Kafka source read are
   * written with the very value they came with, rather than with their payload encoded anew.
   */
  public KafkaPusherBuilder<T> rawValues() {
    prefersRawValues = true;
    return this;
  }

  /**
   * Makes the pusher and its client; does not wait for the brokers.
   *
   * @throws IllegalArgumentException when a property is wrong, or contradicts another
   * @throws IllegalStateException without brokers or topic
   */
  public KafkaPusher<T> build() {
    if (topic == null) {
      throw new IllegalStateException("a Kafka pusher needs a topic");
    }
    if (!properties.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalStateException("a Kafka pusher needs bootstrap servers");
    }
    ProducerSettings settings = ProducerSettings.of(properties, deliveryTimeout);
    return new KafkaPusher<>(
        name,
        new OutgoingRecords<>(payload, topic, prefersRawValues),
        settings,
        new SharedProducer(settings, meters, closeTimeout));
  }
}
