package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a broker with TLS and with rights, where its user {@code clerk} has none at first. */
@Timeout(90)
class KafkaSecurityTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> LOGIN = PlainLogin.as("clerk", "ink");

  @TempDir private static Path directory;
  private static BrokerCertificate certificate;
  private static KafkaBroker broker;

  private final AtomicInteger handled = new AtomicInteger();
  @AutoClose private final GroupTopic topic;

  @BeforeAll
  static void start() throws Exception {
    certificate = BrokerCertificate.makeIn(directory);
    broker =
        KafkaBroker.builder()
            .tls(certificate.keyStore(), BrokerCertificate.PASSWORD)
            .sasl("clerk", "ink")
            .property(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            // Whoever comes without a login; so tests may do what clerk may not.
            .property("super.users", "User:ANONYMOUS")
            .build();
    broker.start();
  }

  @AfterAll
  static void end() {
    broker.close();
  }

  KafkaSecurityTest() {
    topic = GroupTopic.of(broker, 1);
  }

  @Test
  void producesAndConsumesOverTls() throws Exception {
    Map<String, String> trusting =
        Map.of(
            "security.protocol", "SSL",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", certificate.pem().toString());
    try (KafkaPusher<String> pusher = pusher(broker.tlsBootstrapServers(), trusting)) {
      pusher.push(batch());
    }
    KafkaSource<String> source = source(broker.tlsBootstrapServers(), trusting);
    try (Queue<String> queue = queue(source)) {
      queue.start();
      await().atMost(SOON).until(() -> handled.get() == 10);
    }
  }

  @Test
  void talksToNoBrokerWhoseCertificateItDoesNotTrust() throws Exception {
    Map<String, String> distrusting = Map.of("security.protocol", "SSL");
    String servers = broker.tlsBootstrapServers();
    try (KafkaPusher<String> pusher = pusher(servers, distrusting)) {
      assertThatThrownBy(() -> pusher.push(batch()))
          .isInstanceOf(PushException.class)
          .hasMessageContainingAll(servers, "refuse the credentials or the certificate");
    }
    KafkaSource<String> source = source(servers, distrusting);
    try (Queue<String> queue = queue(source)) {
      queue.start();
      awaitNotReady(source, "no TLS with " + servers);
    }
  }

  @Test
  void saysWhichRightIsMissingToWriteAndGoesOnOnceItIsThere() throws Exception {
    try (KafkaPusher<String> pusher = pusher(broker.saslBootstrapServers(), LOGIN)) {
      assertThatThrownBy(() -> pusher.push(batch()))
          .isInstanceOf(PushException.class)
          .hasMessageContainingAll(
              "not allowed to write to topic " + topic.name, "needs the right WRITE on");

      grant(AclOperation.WRITE, ResourceType.TOPIC);
      await().atMost(SOON).ignoreException(PushException.class).until(() -> pushes(pusher));
    }
  }

  @Test
  void saysWhichRightIsMissingToReadAndGoesOnOnceItIsThere() throws Exception {
    topic.publishTo(0, 0, 10);
    Map<String, String> properties = new HashMap<>(LOGIN);
    properties.put("metadata.max.age.ms", "500"); // how soon it sees that it may read the topic
    KafkaSource<String> source = source(broker.saslBootstrapServers(), properties);
    try (Queue<String> queue = queue(source)) {
      queue.start();
      awaitNotReady(source, "needs the right READ on topic " + topic.name);
      grant(AclOperation.READ, ResourceType.TOPIC);
      awaitNotReady(source, "needs the right READ on group " + topic.name);
      grant(AclOperation.READ, ResourceType.GROUP);

      await().atMost(SOON).until(() -> handled.get() == 10);
      await().atMost(SOON).until(() -> source.notReady().isEmpty());
    }
  }

  @Test
  void saysWhichRightIsMissingWithTheConsumerProtocol() throws Exception {
    topic.publishTo(0, 0, 10);
    Map<String, String> properties = new HashMap<>(LOGIN);
    properties.put("group.protocol", "consumer");
    KafkaSource<String> source = source(broker.saslBootstrapServers(), properties);
    try (Queue<String> queue = queue(source)) {
      queue.start();
      awaitNotReady(source, "needs the right READ on group " + topic.name);
      grant(AclOperation.READ, ResourceType.GROUP);
      grant(AclOperation.READ, ResourceType.TOPIC);

      await().atMost(SOON).until(() -> handled.get() == 10);
    }
  }

  private static boolean pushes(KafkaPusher<String> pusher) throws Exception {
    pusher.push(batch());
    return true;
  }

  private static void awaitNotReady(KafkaSource<String> source, String words) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(source.notReady())
                    .hasValueSatisfying(text -> assertThat(text).contains(words)));
  }

  /** Gives clerk a right on this test's topic, or on the group of the same name. */
  private void grant(AclOperation right, ResourceType on) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      AclBinding binding =
          new AclBinding(
              new ResourcePattern(on, topic.name, PatternType.LITERAL),
              new AccessControlEntry("User:clerk", "*", right, AclPermissionType.ALLOW));
      admin.createAcls(List.of(binding)).all().get();
    }
  }

  private KafkaPusher<String> pusher(String servers, Map<String, String> properties) {
    return KafkaPusher.builder(KafkaPayload.text())
        .properties(properties)
        .bootstrapServers(servers)
        .topic(topic.name)
        .deliveryTimeout(Duration.ofSeconds(8))
        .build();
  }

  private KafkaSource<String> source(String servers, Map<String, String> properties) {
    return topic.source().properties(properties).bootstrapServers(servers).build();
  }

  private Queue<String> queue(KafkaSource<String> source) {
    return topic
        .queue(
            source,
            () ->
                message -> {
                  handled.incrementAndGet();
                  return Outcome.ack();
                })
        .build();
  }

  private static List<Message<String>> batch() {
    return Collections.nCopies(10, Message.of("m"));
  }
}
