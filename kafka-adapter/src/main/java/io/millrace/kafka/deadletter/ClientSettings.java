package io.millrace.kafka.deadletter;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How to reach the brokers.
 *
 * @param properties for clients of every kind
 */
record ClientSettings(Map<String, Object> properties) {
  Consumer<byte[], byte[]> newConsumer(String group) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
    // A walk reads what is there, and never waits for more; closing waits for a fetch under way.
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    all.putAll(properties);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Dead letters of a transaction that was aborted are none.
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Admin newAdmin() {
    return Admin.create(properties);
  }
}
