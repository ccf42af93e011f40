package io.millrace.broker.protocol.amqp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.VolatileJournal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelect;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelectOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionBlocked;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.protocol.amqp.codec.ConnectionUnblocked;
import io.millrace.broker.security.FailedLogins;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.Transport;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.JournalFactory;
import io.millrace.broker.vhost.VirtualHosts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of publishers while the broker is short of something. */
@Timeout(120)
class BlockedPublisherTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long QUEUE_BYTES = 64 << 20;
  private static final BasicPublish TO_Q = new BasicPublish("", "q", false, false);

  private final OwnerLoops loops =
      OwnerLoops.start("test-queues", 1, OwnerLoops.DEFAULT_LIMIT_BYTES, System::currentTimeMillis);
  private final Transport transport = Transport.start("test-io", 1);
  private final ConnectionFactory factory = new ConnectionFactory();
  private volatile Optional<String> shortage = Optional.empty();
  private VirtualHosts hosts;
  private AmqpFront front;
  private Endpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    hosts =
        VirtualHosts.open(loops, new InMemory(), ExchangeTypes.standard(), HostSettings.DEFAULT);
    PasswordLogins passwords =
        new PasswordLogins(hosts.users()::table, Runnable::run, new FailedLogins(System::nanoTime));
    front =
        new AmqpFront(
            AmqpSettings.DEFAULT,
            hosts,
            passwords,
            new AtomicLong()::incrementAndGet,
            () -> shortage);
    endpoint = transport.listen(Endpoint.loopback(0), 100, front).endpoint();
    factory.setUri("amqp://" + endpoint);
    factory.setAutomaticRecoveryEnabled(false);
  }

  @AfterEach
  void stop() throws Exception {
    transport.stop(DEADLINE);
    hosts.stop(DEADLINE);
    loops.stop(DEADLINE);
  }

  @Test
  void aPublisherWaitsAndIsToldWhyAndNothingIsLost() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (Connection publisher = factory.newConnection();
        Connection consumer = factory.newConnection()) {
      publisher.addBlockedListener(told::add, () -> told.add("unblocked"));
      Channel publishing = publisher.createChannel();
      Channel consuming = consumer.createChannel();
      consuming.queueDeclare("q", false, false, false, null);
      publishing.basicPublish("", "q", null, "before".getBytes(UTF_8));
      await().atMost(DEADLINE).until(() -> consuming.messageCount("q") == 1);

      shortage = Optional.of("low on disk");
      for (int i = 0; i < 100; i++) {
        publishing.basicPublish("", "q", null, "after".getBytes(UTF_8));
      }
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("low on disk");
      assertThat(front.blockedConnections()).isEqualTo(1);

      // Whoever consumes makes room, and may ask for what else it needs.
      GetResponse first = consuming.basicGet("q", true);
      assertThat(first.getBody()).asString(UTF_8).isEqualTo("before");
      assertThat(consuming.messageCount("q")).isZero();

      shortage = Optional.empty();
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("unblocked");
      await().atMost(DEADLINE).until(() -> consuming.messageCount("q") == 100);
      assertThat(front.blockedConnections()).isZero();
    }
  }

  @Test
  void whoDoesNotUnderstandItIsHeldUpAllTheSame() throws Exception {
    try (RawClient client = RawClient.open(endpoint)) {
      client.channel(1).send(1, ConfirmSelect.DEFAULT);
      client.expect(ConfirmSelectOk.class);
      shortage = Optional.of("low on disk");
      client.send(1, BasicPublish.DEFAULT, Properties.NONE, new byte[] {1});
      await().atMost(DEADLINE).until(() -> front.blockedConnections() == 1);

      shortage = Optional.empty();

      client.expect(BasicAck.class);
    }
  }

  /** Nothing else that happens to the connection takes it along. */
  @Test
  void anEndOfTheWaitIsSaidAtOnceAndWhatWasHeldIsPublished() throws Exception {
    try (RawClient client = RawClient.greet(endpoint);
        Connection consumer = factory.newConnection()) {
      Channel consuming = consumer.createChannel();
      consuming.queueDeclare("q", false, false, false, null);
      client.expect(ConnectionStart.class);
      client.startOk(
          "PLAIN", RawClient.plain("guest", "guest"), RawClient.capabilities("connection.blocked"));
      client.expect(ConnectionTune.class);
      client.tune(2047, 128 << 10, 0).enter("/").channel(1);
      shortage = Optional.of("low on disk");
      client.send(1, TO_Q, Properties.NONE, new byte[] {1});
      client.expect(ConnectionBlocked.class);

      shortage = Optional.empty();

      client.expect(ConnectionUnblocked.class);
      await().atMost(DEADLINE).until(() -> consuming.messageCount("q") == 1);
    }
  }

  @Test
  void aPublisherThatGoesWhileItWaitsIsForgotten() throws Exception {
    shortage = Optional.of("low on disk");
    try (RawClient client = RawClient.open(endpoint)) {
      client.channel(1).send(1, BasicPublish.DEFAULT, Properties.NONE, new byte[] {1});
      await().atMost(DEADLINE).until(() -> front.blockedConnections() == 1);
    }
    shortage = Optional.empty();

    await().atMost(DEADLINE).until(() -> front.blockedConnections() == 0);
    await().atMost(DEADLINE).until(() -> front.channels() == 0);
  }

  private static final class InMemory implements JournalFactory {
    @Override
    public Journal open(String name, OwnerLoop loop, Runnable checkpointWanted) {
      return new VolatileJournal(QUEUE_BYTES);
    }

    @Override
    public List<String> names() {
      return List.of();
    }
  }
}
