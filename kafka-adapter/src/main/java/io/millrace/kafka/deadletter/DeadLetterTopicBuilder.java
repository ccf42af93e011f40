package io.millrace.kafka.deadletter;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link DeadLetterTopic}. Not safe for several threads. */
public final class DeadLetterTopicBuilder {
  private final Map<String, Object> properties = new HashMap<>();
  private @Nullable String topic;
  private boolean keepsHandled;

  DeadLetterTopicBuilder() {}

  /** Properties of Kafka clients, TLS and SASL included. Called again, it adds. */
  public DeadLetterTopicBuilder properties(Map<String, ?> values) {
    properties.putAll(values);
    return this;
  }

  /** Some of the brokers, as {@code host:port}, with commas between them. */
  public DeadLetterTopicBuilder bootstrapServers(String servers) {
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return this;
  }

  public DeadLetterTopicBuilder topic(String value) {
    topic = requireNonNull(value);
    return this;
  }

  /** Deletes nothing from the topic: where others read it as well, and may not have come so far. */
  public DeadLetterTopicBuilder keepHandled() {
    keepsHandled = true;
    return this;
  }

  /**
   * Makes the client; does not wait for the brokers.
   *
   * @throws IllegalStateException without brokers or topic
   */
  public DeadLetterTopic build() {
    if (topic == null || !properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalStateException("dead letters need bootstrap servers and a topic");
    }
    return new DeadLetterTopic(topic, new ClientSettings(Map.copyOf(properties)), keepsHandled);
  }
}
