package io.millrace.broker.testing;

import io.millrace.broker.message.Message;
import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.protocol.amqp.connection.LoginRules;
import io.millrace.broker.protocol.http.HttpSettings;
import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.BrowsedMessage;
import io.millrace.broker.vhost.DeleteCondition;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A real broker within a test, in memory, on free ports of this machine, for whose clients nobody
 * has to log in. What is in its queues can be asked.
 *
 * <p>The methods are about the queues that clients name with an empty routing key; those with the
 * key {@code k} of queue {@code q} are in {@code q?k}.
 *
 * <p><b>Threads:</b> any. All methods wait for the broker.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 1_000;
  private static final int MOST_MESSAGES = 10_000;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

  private final Broker broker;

  private EmbeddedBroker(Broker broker) {
    this.broker = broker;
  }

  /** Starts one. */
  public static EmbeddedBroker start() {
    BrokerSettings settings =
        BrokerSettings.embedded()
            .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication())
            .withAmqp(
                AmqpSettings.DEFAULT
                    .withLogins(LoginRules.DEFAULT.withoutLogin())
                    .withEndpoints(Endpoint.loopback(0)))
            .withHttp(HttpSettings.DEFAULT.withEndpoints(MOST_CONNECTIONS, Endpoint.loopback(0)));
    try {
      return new EmbeddedBroker(Broker.start(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients of the native protocol connect: {@code 127.0.0.1:40123}. */
  public String address() {
    return broker.endpoints().get(0).toString();
  }

  /** Where clients of AMQP connect, with any user and password: {@code amqp://127.0.0.1:40125}. */
  public URI amqpUri() {
    return URI.create("amqp://" + broker.amqpEndpoints().get(0));
  }

  /** Where its HTTP is: {@code http://127.0.0.1:40124/}. */
  public URI uri() {
    return URI.create("http://" + broker.httpEndpoints().get(0) + "/");
  }

  /** The broker itself, with all that can be done to it. */
  public Broker broker() {
    return broker;
  }

  /** The names of all queues. */
  public List<String> queues() {
    return host().queues().stream().map(QueueDefinition::name).sorted().toList();
  }

  /** What is in a queue; nothing if there is no such queue. */
  public QueueDepth depth(String queue) {
    return host().queue(queue, 0).join().value().map(QueueDepth::of).orElse(QueueDepth.NONE);
  }

  /**
   * The bodies of the messages that wait in a queue, the next one first, 10,000 at most. They stay
   * there.
   */
  public List<byte[]> messages(String queue) {
    return host().browse(queue, 0, MOST_MESSAGES).join().value().orElse(List.of()).stream()
        .map(BrowsedMessage::message)
        .map(Message::body)
        .toList();
  }

  /**
   * Waits until every message of a queue is handled: none waits, is with a consumer or is delayed.
   *
   * @throws AssertionError if it is not so in time; it says what there is
   */
  public void awaitEmpty(String queue, Duration within) {
    awaitDepth(queue, within, depth -> depth.messages() == 0);
  }

  /**
   * Waits for what is in a queue to be as it should.
   *
   * @throws AssertionError if it is not so in time; it says what there is
   */
  public QueueDepth awaitDepth(String queue, Duration within, Predicate<QueueDepth> wanted) {
    long deadline = System.nanoTime() + within.toNanos();
    for (QueueDepth depth = depth(queue); ; depth = depth(queue)) {
      if (wanted.test(depth)) {
        return depth;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("queue '" + queue + "' after " + within + ": " + depth);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** Deletes all queues with their messages, and tells their consumers. */
  public void clear() {
    List<CompletableFuture<Answer<Long>>> deletions = new ArrayList<>();
    for (QueueDefinition queue : host().queues()) {
      deletions.add(host().deleteQueue(queue.name(), 0, DeleteCondition.NONE));
    }
    deletions.forEach(CompletableFuture::join);
  }

  private VirtualHost host() {
    Optional<VirtualHost> host = broker.virtualHosts().host(VirtualHosts.DEFAULT_NAME);
    return host.orElseThrow(() -> new IllegalStateException("somebody deleted the virtual host"));
  }

  @Override
  public void close() {
    try {
      broker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
