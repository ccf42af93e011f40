package io.millrace.kafka.transaction;

import static java.util.Objects.requireNonNull;

import io.millrace.kafka.KafkaPayload;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what {@link KafkaTransactions} are made of. Everything has a default.
 *
 * <p>Not safe for several threads.
 */
public final class KafkaTransactionsBuilder<R> {
  private final KafkaPayload<R> payload;
  private final Map<String, Object> properties = new HashMap<>();
  private @Nullable String transactionalId;

  KafkaTransactionsBuilder(KafkaPayload<R> payload) {
    this.payload = requireNonNull(payload);
  }

  /**
   * Properties of the transactional producers, as Kafka's documentation names them. Servers, TLS
   * and login are the source's.
   */
  public KafkaTransactionsBuilder<R> properties(Map<String, ?> values) {
    properties.putAll(values);
    return this;
  }

  /**
   * A name that this process has and its successor will have, and no other process at the same
   * time, such as that of a pod in a stateful set. Each producer of the queue adds its number. With
   * it a successor ends at once what a crashed process had begun; without, readers of the outputs
   * and the next owner of the partitions wait until that times out.
   */
  public KafkaTransactionsBuilder<R> transactionalId(String value) {
    transactionalId = requireNonNull(value);
    return this;
  }

  public KafkaTransactions<R> build() {
    return new KafkaTransactions<>(payload, Map.copyOf(properties), transactionalId);
  }
}
