package io.millrace.kafka.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The properties of a transactional producer. */
final class TransactionalProperties {
  /*
   * Why these differ from Kafka's own:
   *
   * transaction.timeout.ms: for so long may a transaction that a crash left open hold up those who read its outputs, and
   * the next owner of its partitions. Ours are open for one commit only.
   * max.block.ms, request.timeout.ms, delivery.timeout.ms: the poll thread waits for a commit; one that takes longer than
   * the transaction may is of no use.
   * max.in.flight.requests.per.connection: as for a pusher, because of partitions that have just come into being.
   * batch.size, linger.ms, compression.type: all outputs of a commit are sent at once and then flushed.
   */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000,
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000,
          ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
          ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024,
          ProducerConfig.LINGER_MS_CONFIG, 0,
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");

  /** Of the consumer's properties those that mean something else to a producer. */
  private static final Set<String> CONSUMERS_OWN =
      Set.of(
          ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          ProducerConfig.RECEIVE_BUFFER_CONFIG);

  private TransactionalProperties() {}

  static Map<String, Object> of(
      Map<String, Object> consumer, Map<String, Object> given, String transactionalId) {
    Map<String, Object> all = new HashMap<>(consumer);
    all.keySet().retainAll(ProducerConfig.configNames());
    all.keySet().removeAll(CONSUMERS_OWN);
    all.putAll(DEFAULTS);
    all.putAll(given);
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return Map.copyOf(all);
  }
}
