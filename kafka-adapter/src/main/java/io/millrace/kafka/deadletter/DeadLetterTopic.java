package io.millrace.kafka.deadletter;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WalkedLetters;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Collects where dead letters are in a Kafka topic, and makes a store of them. Their ids are {@code
 * partition-offset}, as in {@code 3-4711}.
 *
 * <p>A topic cannot delete one record. Which dead letters are gone is remembered as committed
 * offsets of the consumer group {@code <topic>.redrive}; those at the start of a partition are then
 * deleted, unless that is switched off. The brokers forget a group's offsets a while after its last
 * commit (7 days, {@code offsets.retention.minutes}): dead letters that are gone, but lie behind
 * others that stay, would be shown again then.
 *
 * <p>A redriven dead letter is safe in its target before it is marked as gone. A crash in between
 * repeats at most one batch of 500, and loses none. Two redrives of one topic at the same time
 * would send the same letters and forget each other's marks: run one at a time.
 *
 * <p><b>Failure:</b> a {@link org.apache.kafka.common.KafkaException}. Not safe for several
 * threads.
 */
public final class DeadLetterTopic {
  private final Map<String, Object> properties = new HashMap<>();
  private @Nullable String topic;
  private boolean keepsHandled;

  private DeadLetterTopic() {}

  public static DeadLetterTopic builder() {
    return new DeadLetterTopic();
  }

  /** Properties of Kafka clients, TLS and SASL included. Called again, it adds. */
  public DeadLetterTopic properties(Map<String, ?> values) {
    properties.putAll(values);
    return this;
  }

  /** Some of the brokers, as {@code host:port}, with commas between them. */
  public DeadLetterTopic bootstrapServers(String servers) {
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return this;
  }

  /** The topic that holds the dead letters. */
  public DeadLetterTopic topic(String value) {
    topic = requireNonNull(value);
    return this;
  }

  /** Deletes nothing from the topic: where others read it as well, and may not have come so far. */
  public DeadLetterTopic keepHandled() {
    keepsHandled = true;
    return this;
  }

  /**
   * Makes the store; does not wait for the brokers.
   *
   * @throws IllegalStateException without brokers or topic
   */
  public DeadLetterStore build() {
    if (topic == null || !properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalStateException("dead letters need bootstrap servers and a topic");
    }
    return new WalkedLetters(
        new TopicPlace(new ClientSettings(Map.copyOf(properties)), topic, keepsHandled));
  }
}
