package io.millrace.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A way in which members of a group share partitions, with times by which the group soon finds a
 * member dead, and yet no living one on a machine under load.
 *
 * @param memberProperties what each member is configured with
 * @param groupSettings what the broker is to know about the group
 */
record GroupProtocol(Map<String, String> memberProperties, Map<String, String> groupSettings) {
  /** The members decide, and tell the times. */
  static final GroupProtocol CLASSIC =
      new GroupProtocol(
          Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "50"), Map.of());

  /** KIP-848: the broker decides, and has the times. */
  static final GroupProtocol CONSUMER =
      new GroupProtocol(
          Map.of("group.protocol", "consumer"),
          Map.of(
              "consumer.session.timeout.ms", "2000",
              "consumer.heartbeat.interval.ms", "50",
              "consumer.assignment.interval.ms", "0"));

  /** Tells the broker what it is to know about a group. */
  void prepare(String group, String bootstrapServers) throws Exception {
    if (groupSettings.isEmpty()) {
      return;
    }
    List<AlterConfigOp> changes =
        groupSettings.entrySet().stream()
            .map(each -> new ConfigEntry(each.getKey(), each.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), changes))
          .all()
          .get();
    }
  }
}
