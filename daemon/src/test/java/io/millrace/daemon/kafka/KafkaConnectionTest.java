package io.millrace.daemon.kafka;

import static io.millrace.daemon.fixture.MapOptions.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.fixture.MapOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConnectionTest {
  @TempDir private Path directory;

  @Test
  void tlsAndSaslStandForKafkasProperties() throws Exception {
    Path pem = Files.writeString(directory.resolve("ca.pem"), "pem");
    KafkaConnection connection =
        KafkaConnection.from(
            MapOptions.of(
                "brokers",
                List.of("k1:9092", "[::1]:9092"),
                "tls",
                map("ca", pem),
                "sasl",
                map("username", "us\"er", "password", "p\\w"),
                "properties",
                map("fetch.min.bytes", "10")),
            ClientKind.CONSUMER);
    assertThat(connection.bootstrapServers()).isEqualTo("k1:9092,[::1]:9092");
    assertThat(connection.properties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("ssl.truststore.location", pem.toString())
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"us\\\"er\" password=\"p\\\\w\";")
        .containsEntry("fetch.min.bytes", "10");
    assertThat(ConsumerConfig.configNames()).containsAll(connection.properties().keySet());
  }

  @Test
  void withoutTlsOrSaslNothingIsSet() {
    KafkaConnection connection =
        KafkaConnection.from(MapOptions.of("brokers", "k1:9092"), ClientKind.CONSUMER);
    assertThat(connection.properties()).isEmpty();
  }

  @Test
  void aNeighbourLendsItsBrokersAndItsLoginAndNothingElse() {
    KafkaConnection source =
        KafkaConnection.from(
            MapOptions.of(
                "brokers",
                "k1:9092",
                "sasl",
                map("username", "u", "password", "p"),
                "properties",
                map("fetch.min.bytes", "10", "client.id", "me")),
            ClientKind.CONSUMER);
    KafkaConnection sink =
        KafkaConnection.from(
            MapOptions.of("properties", map("linger.ms", "3")),
            ClientKind.PRODUCER,
            Optional.of(source));
    assertThat(sink.brokers()).containsExactly("k1:9092");
    assertThat(sink.properties())
        .containsOnlyKeys("security.protocol", "sasl.mechanism", "sasl.jaas.config", "linger.ms");
    KafkaConnection elsewhere =
        KafkaConnection.from(
            MapOptions.of("brokers", "k2:9092"), ClientKind.PRODUCER, Optional.of(source));
    assertThat(elsewhere.properties()).isEmpty();
  }
}
