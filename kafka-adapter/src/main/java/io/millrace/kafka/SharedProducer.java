package io.millrace.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one client that all threads send through.
 *
 * <p>An idempotent client that was once refused by a broker stays in its error for good, also when
 * an operator has mended the cause meanwhile. It is replaced, so that pushes work again without a
 * restart.
 *
 * <p><b>Threads:</b> any.
 */
final class SharedProducer {
  /** Where the client's own metrics go. */
  record Meters(MeterRegistry registry, List<Tag> tags) {}

  private static final Logger LOG = LoggerFactory.getLogger(SharedProducer.class);

  private final ProducerSettings settings;
  private final Optional<Meters> meters;
  private final Duration closeTimeout;

  /**
   * Guards the change of {@link #current}; held while a client is made, not while one is closed.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Client current;
  private boolean closed;

  /** Compared by identity. */
  private static final class Client {
    final Producer<byte[], byte[]> producer;
    final Optional<KafkaClientMetrics> metrics;

    Client(Producer<byte[], byte[]> producer, Optional<KafkaClientMetrics> metrics) {
      this.producer = producer;
      this.metrics = metrics;
    }
  }

  /**
   * Makes the first client.
   *
   * @throws IllegalArgumentException when the settings make no client
   */
  SharedProducer(ProducerSettings settings, Optional<Meters> meters, Duration closeTimeout) {
    this.settings = settings;
    this.meters = meters;
    this.closeTimeout = closeTimeout;
    current = open();
  }

  /**
   * The client to send with now.
   *
   * @throws IllegalStateException when closed
   */
  Producer<byte[], byte[]> current() {
    Client client = current;
    return client != null ? client.producer : reopened();
  }

  /**
   * Replaces the client, unless it was replaced already, when the failures show that it is dead.
   */
  void discardIfBroken(Producer<byte[], byte[]> failed, Collection<? extends Throwable> failures) {
    if (failures.stream().noneMatch(SharedProducer::isTheEnd)) {
      return;
    }
    Client broken = current;
    lock.lock();
    try {
      if (broken == null || broken != current || broken.producer != failed || closed) {
        return;
      }
      current = null;
    } finally {
      lock.unlock();
    }
    LOG.warn("replacing the Kafka client for {}, which cannot go on", settings.brokers());
    close(broken, Duration.ZERO);
  }

  void close() throws InterruptedException {
    Client last;
    lock.lock();
    try {
      closed = true;
      last = current;
      current = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      try {
        close(last, closeTimeout);
      } catch (InterruptException e) {
        Thread.interrupted();
        throw (InterruptedException)
            new InterruptedException("interrupted while closing").initCause(e);
      }
    }
  }

  /**
   * Whether a client that failed like this fails for ever: the brokers refused it, or it says
   * itself, by an exception that comes from no broker, that it is in an error state.
   */
  private static boolean isTheEnd(Throwable failure) {
    return failure instanceof AuthenticationException
        || failure instanceof ClusterAuthorizationException
        || (failure instanceof KafkaException
            && !(failure instanceof ApiException)
            && !(failure instanceof InterruptException));
  }

  private Producer<byte[], byte[]> reopened() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the pusher to " + settings.brokers() + " is closed");
      }
      Client client = current;
      if (client == null) {
        client = open();
        current = client;
      }
      return client.producer;
    } finally {
      lock.unlock();
    }
  }

  private Client open() {
    Producer<byte[], byte[]> producer = newProducer();
    return new Client(producer, meters.map(each -> bind(producer, each)));
  }

  private Producer<byte[], byte[]> newProducer() {
    try {
      return new KafkaProducer<>(
          settings.properties(), new ByteArraySerializer(), new ByteArraySerializer());
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (KafkaException e) {
      throw new IllegalArgumentException(reasons(e), e);
    }
  }

  private static KafkaClientMetrics bind(Producer<byte[], byte[]> producer, Meters meters) {
    KafkaClientMetrics metrics = new KafkaClientMetrics(producer, meters.tags);
    metrics.bindTo(meters.registry);
    return metrics;
  }

  private static void close(Client client, Duration timeout) {
    client.metrics.ifPresent(KafkaClientMetrics::close);
    client.producer.close(timeout);
  }

  /** "Failed to construct kafka producer" and what lies below it: the second is what one needs. */
  private static String reasons(Throwable failure) {
    List<String> parts = new ArrayList<>();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      parts.add(String.valueOf(each.getMessage()));
    }
    return String.join(": ", parts);
  }
}
