package io.millrace.daemon.kafka;

import io.millrace.daemon.spi.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka cluster and how to log in there: the options {@code brokers}, {@code tls}, {@code sasl}
 * and {@code properties}.
 *
 * @param brokers some of the cluster's, as {@code host:port}
 * @param properties of the Kafka client, those that {@code tls} and {@code sasl} stand for
 *     included; may hold secrets
 */
public record KafkaConnection(List<String> brokers, Map<String, String> properties) {
  private static final String BROKER = "(\\[[0-9A-Fa-f:.%]+]|[^\\s:,/]+):[0-9]{1,5}";

  /**
   * Reads the options.
   *
   * @param kind what the client is, which decides the properties it has
   */
  public static KafkaConnection from(Options options, ClientKind kind) {
    return from(options, kind, Optional.empty());
  }

  /**
   * Reads the options; without {@code brokers} they are those of {@code neighbour}, and so is the
   * way to log in there.
   */
  public static KafkaConnection from(
      Options options, ClientKind kind, Optional<KafkaConnection> neighbour) {
    List<String> brokers = options.texts("brokers");
    Map<String, String> given = ClientProperties.read(options, kind);
    Map<String, String> security = ClientSecurity.from(options, given);
    for (String broker : brokers) {
      if (!broker.matches(BROKER)) {
        throw options.error("brokers", "a broker is host:port, found '" + broker + "'");
      }
    }
    KafkaConnection base =
        brokers.isEmpty()
            ? neighbour
                .map(KafkaConnection::forOthers)
                .orElseThrow(
                    () -> options.error("brokers", "say where Kafka is: brokers: [host:9092]"))
            : new KafkaConnection(brokers, Map.of());
    Map<String, String> properties = new LinkedHashMap<>(base.properties());
    properties.putAll(security);
    properties.putAll(given);
    return new KafkaConnection(base.brokers(), Map.copyOf(properties));
  }

  /** As clients take them. */
  public String bootstrapServers() {
    return String.join(",", brokers);
  }

  /** The same cluster and login, for a client of another kind. */
  public KafkaConnection forOthers() {
    Map<String, String> login = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith("ssl.") || name.startsWith("sasl.") || name.startsWith("security.")) {
            login.put(name, value);
          }
        });
    return new KafkaConnection(brokers, Map.copyOf(login));
  }
}
