package io.millrace.daemon.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** What a Kafka client is for. */
public enum ClientKind {
  CONSUMER,
  PRODUCER;

  private static final String BROKERS = "write it as brokers: [host:9092]";
  private static final String BYTES = "messages are bytes here";

  /** All properties that Kafka documents. */
  ConfigDef properties() {
    return switch (this) {
      case CONSUMER -> ConsumerConfig.configDef();
      case PRODUCER -> ProducerConfig.configDef();
    };
  }

  /** Properties that are not for the user to set, each with what to do instead. */
  Map<String, String> reserved() {
    return switch (this) {
      case CONSUMER ->
          Map.of(
              ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
              BROKERS,
              ConsumerConfig.GROUP_ID_CONFIG,
              "write it as group:",
              ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
              "write it as offset: earliest or offset: latest",
              ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
              "Millrace commits what is handled, and nothing else",
              ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
              BYTES,
              ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
              BYTES);
      case PRODUCER ->
          Map.of(
              ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
              BROKERS,
              ProducerConfig.TRANSACTIONAL_ID_CONFIG,
              "write it as transactional-id:",
              ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
              BYTES,
              ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
              BYTES);
    };
  }
}
