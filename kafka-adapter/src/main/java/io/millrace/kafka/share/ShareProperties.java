package io.millrace.kafka.share;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The properties of the clients of one source: the user's, over defaults that suit an engine. */
public final class ShareProperties {
  /*
   * Why these differ from Kafka's own:
   *
   * share.acquire.mode: with batch_optimized a poll brings whole batches as they were written, whatever max.poll.records
   * says, and what is beyond it lies in the client, its locks running out where nobody can renew them. A record that
   * lapses as often as its group delivers it is dropped. With record_limit all that is locked is known, and so is the
   * memory it takes.
   * max.poll.records: a quarter of the 2,000 records of a partition that a group lets be locked at a time.
   * metadata.max.age.ms: how late partitions that are added are seen.
   * allow.auto.create.topics: a misspelt topic shall be reported, not made.
   */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
          "record_limit",
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          500,
          ConsumerConfig.METADATA_MAX_AGE_CONFIG,
          30_000,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false);

  private static final String EXPLICIT = "explicit";

  /** What is the group's matter, not a member's, with the group setting that says it. */
  private static final Map<String, String> OF_THE_GROUP =
      Map.of(
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
              "startAt, or the group setting" + " share.auto.offset.reset",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, "the group setting share.isolation.level",
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "the group setting share.session.timeout.ms",
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
              "the group setting share.heartbeat.interval.ms");

  private static final List<String> OF_CONSUMER_GROUPS =
      List.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);

  private final Map<String, Object> values;

  private ShareProperties(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * @throws IllegalArgumentException when a property has no meaning here, or one is missing
   */
  public static ShareProperties of(Map<String, Object> given) {
    OF_THE_GROUP.forEach((name, instead) -> refuse(given, name, "use " + instead));
    OF_CONSUMER_GROUPS.forEach(
        name -> refuse(given, name, "it belongs to consumer groups, see KafkaSource"));
    for (String name :
        List.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG)) {
      refuse(given, name, "a KafkaPayload says how values are read");
    }
    String mode = ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG;
    if (!EXPLICIT.equalsIgnoreCase(String.valueOf(given.getOrDefault(mode, EXPLICIT)))) {
      refuse(given, mode, "Kafka would take what was polled for handled");
    }
    for (String name :
        List.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, ConsumerConfig.GROUP_ID_CONFIG)) {
      if (!given.containsKey(name)) {
        throw new IllegalArgumentException(name + " is missing");
      }
    }
    Map<String, Object> values = new HashMap<>(DEFAULTS);
    values.putAll(given);
    values.put(mode, EXPLICIT);
    values.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    values.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return new ShareProperties(values);
  }

  private static void refuse(Map<String, Object> given, String name, String instead) {
    if (given.containsKey(name)) {
      throw new IllegalArgumentException(name + " must not be set for a share group: " + instead);
    }
  }

  public String group() {
    return String.valueOf(values.get(ConsumerConfig.GROUP_ID_CONFIG));
  }

  public String bootstrapServers() {
    Object servers = values.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    return servers instanceof List<?> list
        ? String.join(",", list.stream().map(Object::toString).toList())
        : String.valueOf(servers);
  }

  /** Those of one member. */
  public Map<String, Object> ofMember(int index) {
    Map<String, Object> own = new HashMap<>(values);
    Object id = own.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-" + group());
    own.put(ConsumerConfig.CLIENT_ID_CONFIG, id + "-" + index);
    return own;
  }

  /** Those that an administrative client has a use for. */
  public Map<String, Object> ofAdmin() {
    Map<String, Object> own = new HashMap<>(values);
    Set<String> known = AdminClientConfig.configNames();
    own.keySet().removeIf(name -> !known.contains(name) && isOurs(name));
    return own;
  }

  private static boolean isOurs(String name) {
    return ConsumerConfig.configNames().contains(name);
  }
}
