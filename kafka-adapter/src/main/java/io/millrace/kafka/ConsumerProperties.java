package io.millrace.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/**
 * The properties of the consumers of one source: the user's, over defaults that suit an engine
 * which takes thousands of records at once and commits by itself.
 */
final class ConsumerProperties {
  /*
   * Why these differ from Kafka's own:
   *
   * max.poll.records: a poll has a price, whatever it brings; of 500, 1,000, 5,000 and 10,000 the third made the fastest
   * loop. Memory is bounded by the fetch sizes, not by this.
   * receive.buffer.bytes: the socket is read only inside poll, so between two polls this is what the broker can send.
   * metadata.max.age.ms: how late partitions that are added are seen; five minutes is long when somebody waits for them.
   * allow.auto.create.topics: a misspelt topic shall be reported, not made.
   */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          5_000,
          ConsumerConfig.RECEIVE_BUFFER_CONFIG,
          1 << 20,
          ConsumerConfig.METADATA_MAX_AGE_CONFIG,
          30_000,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          StartAt.EARLIEST.reset());

  private static final String CONSUMER_PROTOCOL = "consumer";

  private final Map<String, Object> values;

  private ConsumerProperties(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * @throws IllegalArgumentException when a property is set that the source needs for itself, or
   *     one is missing
   */
  static ConsumerProperties of(Map<String, Object> given) {
    refuseUnlessFalse(given, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
    refuse(given, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
    refuse(given, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
    require(given, ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    require(given, ConsumerConfig.GROUP_ID_CONFIG);
    Map<String, Object> values = new HashMap<>(DEFAULTS);
    if (!usesConsumerProtocol(given)) {
      // The one that takes away only what moves; what stays is read on during a rebalance.
      values.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          List.of(CooperativeStickyAssignor.class));
    }
    values.putAll(given);
    values.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new ConsumerProperties(values);
  }

  /** Those of one consumer: names that must differ between consumers end in its index. */
  Map<String, Object> of(int index) {
    Map<String, Object> own = new HashMap<>(values);
    own.computeIfAbsent(
        ConsumerConfig.CLIENT_ID_CONFIG,
        name -> "millrace-" + own.get(ConsumerConfig.GROUP_ID_CONFIG));
    own.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (name, id) -> numbered(id, index));
    own.computeIfPresent(
        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (name, id) -> numbered(id, index));
    return own;
  }

  String bootstrapServers() {
    Object servers = values.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    return servers instanceof List<?> list
        ? String.join(",", list.stream().map(Object::toString).toList())
        : String.valueOf(servers);
  }

  static int maxPollRecords(Map<String, Object> properties) {
    return Integer.parseInt(String.valueOf(properties.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)));
  }

  private static Object numbered(Object name, int index) {
    return index == 0 ? name : name + "-" + index;
  }

  private static boolean usesConsumerProtocol(Map<String, Object> given) {
    return CONSUMER_PROTOCOL.equalsIgnoreCase(
        String.valueOf(given.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
  }

  private static void refuseUnlessFalse(Map<String, Object> given, String name) {
    if (!"false".equalsIgnoreCase(String.valueOf(given.getOrDefault(name, false)))) {
      throw new IllegalArgumentException(
          name
              + " must not be set: Kafka would commit what was read, be it handled or not; the"
              + " source commits what is finished");
    }
  }

  private static void refuse(Map<String, Object> given, String name) {
    if (given.containsKey(name)) {
      throw new IllegalArgumentException(
          name + " must not be set: a KafkaPayload says how values are read");
    }
  }

  private static void require(Map<String, Object> given, String name) {
    if (!given.containsKey(name)) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }
}
