package io.millrace.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a client that sends: those given, where none is given ours, and Kafka's own for
 * the rest.
 *
 * @param properties for the client
 * @param brokers the addresses, for messages
 * @param blockMillis how long a record may wait for a place in the client
 * @param maxRequestBytes the client's limit for one record
 */
record ProducerSettings(
    Map<String, Object> properties, String brokers, long blockMillis, int maxRequestBytes) {
  /*
   * Why these: a push waits for its own records, so whatever the client lingers for company is added to every push; and
   * while its requests are under way, the records of other threads gather into batches by themselves. Measured: no linger
   * moves 3 to 10 times as much as 5 ms with one to four threads. Batches may be large, because a push fills them at
   * once; lz4 costs about the CPU that it saves, and spares network and disks. The buffer has room for 512 full batches,
   * so that topics of many partitions do not block.
   *
   * One request at a time to each broker, because of partitions that have just come into being: their broker may refuse
   * the first batch, as it does not know yet that it leads, and take the second. From then on it calls the first out of
   * order, until the delivery timeout (KAFKA-15591, in brokers up to 4.4). A broker takes the requests of a connection
   * one after the other in any case, so that more of them under way save the time on the network alone. Measured: no
   * difference on one machine.
   */
  private static final Map<String, Object> DEFAULTS =
      Map.ofEntries(
          Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
          Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
          Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
          Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
          Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024),
          Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
          Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20));

  private static final long MAX_REQUEST_TIMEOUT_MILLIS = 30_000;

  /**
   * @param given anything a Kafka producer understands, but what makes it transactional
   * @throws IllegalArgumentException when a value is no such value, or contradicts another
   */
  static ProducerSettings of(Map<String, ?> given, Duration deliveryTimeout) {
    if (given.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)) {
      throw new IllegalArgumentException(
          "transactional.id is for KafkaTransactions; a pusher sends outside transactions");
    }
    Map<String, Object> all = new HashMap<>(DEFAULTS);
    all.putAll(given);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    addTimeouts(all, deliveryTimeout.toMillis());
    Map<String, Object> parsed = parse(all);
    return new ProducerSettings(
        Map.copyOf(all),
        String.join(",", strings(parsed.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))),
        number(parsed, ProducerConfig.MAX_BLOCK_MS_CONFIG),
        (int) number(parsed, ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
  }

  /**
   * Divides the time: a quarter to find the topic and a place in the buffer, which the client
   * counts by itself, and the rest from there to the answer.
   */
  private static void addTimeouts(Map<String, Object> all, long totalMillis) {
    long blockMillis = totalMillis / 4;
    all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, blockMillis);
    all.putIfAbsent(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) Math.min(Integer.MAX_VALUE, totalMillis - blockMillis));
    Map<String, Object> parsed = parse(all);
    long forRequest =
        number(parsed, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
            - number(parsed, ProducerConfig.LINGER_MS_CONFIG);
    all.putIfAbsent(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) Math.max(0, Math.min(MAX_REQUEST_TIMEOUT_MILLIS, forRequest)));
  }

  private static Map<String, Object> parse(Map<String, Object> all) {
    try {
      return ProducerConfig.configDef().parse(all);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static long number(Map<String, Object> parsed, String name) {
    return parsed.get(name) instanceof Number value ? value.longValue() : 0;
  }

  private static List<String> strings(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
