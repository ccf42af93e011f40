package io.millrace.testkit.kafka;

import io.millrace.testkit.server.LoopbackPorts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The configuration of a broker of one node that is also its own controller. */
final class BrokerProperties {
  private BrokerProperties() {}

  static Map<String, String> of(
      BrokerFiles files, BrokerPorts ports, Optional<SaslUser> sasl, Optional<TlsKey> tls) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("process.roles", "broker,controller");
    values.put("node.id", "1");
    values.put("controller.quorum.voters", "1@" + address(ports.controller()));
    values.put("log.dirs", files.data().toString());
    putListeners(values, ports, sasl, tls);
    values.putAll(common());
    putSmallness(values);
    return values;
  }

  /** What does not depend on how the broker is run. */
  static Map<String, String> common() {
    Map<String, String> values = new LinkedHashMap<>();
    putOneOfEach(values);
    putHaste(values);
    return values;
  }

  static String address(int port) {
    return LoopbackPorts.HOST + ":" + port;
  }

  private static void putListeners(
      Map<String, String> values,
      BrokerPorts ports,
      Optional<SaslUser> sasl,
      Optional<TlsKey> tls) {
    String open = "PLAINTEXT://" + address(ports.open());
    String guarded = sasl.map(user -> ",SASL_PLAINTEXT://" + address(ports.sasl())).orElse("");
    String encrypted = tls.map(key -> ",SSL://" + address(ports.tls())).orElse("");
    String forClients = open + guarded + encrypted;
    values.put("listeners", forClients + ",CONTROLLER://" + address(ports.controller()));
    values.put("advertised.listeners", forClients);
    values.put("controller.listener.names", "CONTROLLER");
    values.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT");
    sasl.ifPresent(
        user -> {
          values.put("sasl.enabled.mechanisms", "PLAIN");
          values.put("listener.name.sasl_plaintext.plain.sasl.jaas.config", user.toJaasConfig());
        });
    tls.ifPresent(
        key -> {
          values.put("ssl.keystore.type", "PKCS12");
          values.put("ssl.keystore.location", key.keyStore().toAbsolutePath().toString());
          values.put("ssl.keystore.password", key.password());
          values.put("ssl.key.password", key.password());
        });
  }

  private static void putOneOfEach(Map<String, String> values) {
    values.put("default.replication.factor", "1");
    values.put("offsets.topic.replication.factor", "1");
    values.put("offsets.topic.num.partitions", "1");
    values.put("transaction.state.log.replication.factor", "1");
    values.put("transaction.state.log.min.isr", "1");
    values.put("transaction.state.log.num.partitions", "1");
    values.put("share.coordinator.state.topic.replication.factor", "1");
    values.put("share.coordinator.state.topic.min.isr", "1");
    values.put("share.coordinator.state.topic.num.partitions", "1");
    values.put("auto.create.topics.enable", "false");
  }

  private static void putSmallness(Map<String, String> values) {
    values.put("num.network.threads", "1");
    values.put("num.io.threads", "2");
    values.put("log.cleaner.dedupe.buffer.size", "2097152");
    values.put("log.cleaner.threads", "1");
  }

  private static void putHaste(Map<String, String> values) {
    values.put("group.initial.rebalance.delay.ms", "0");
    // Groups of a test may find a member dead within a second rather than within 6 or 45.
    values.put("group.min.session.timeout.ms", "1000");
    values.put("group.consumer.min.session.timeout.ms", "1000");
    values.put("group.consumer.min.heartbeat.interval.ms", "50");
    values.put("group.share.min.session.timeout.ms", "1000");
    values.put("group.share.min.heartbeat.interval.ms", "50");
    values.put("group.share.min.record.lock.duration.ms", "1000");
    // After kill -9 the controller lets the broker register again once its old session is over.
    values.put("broker.session.timeout.ms", "2000");
    values.put("broker.heartbeat.interval.ms", "250");
  }
}
