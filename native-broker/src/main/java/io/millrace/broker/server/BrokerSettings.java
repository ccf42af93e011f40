package io.millrace.broker.server;

import io.millrace.broker.attendance.ExpectedConsumers;
import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.protocol.http.HttpSettings;
import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TrustedProxies;
import io.millrace.broker.vhost.HostSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a broker is started.
 *
 * @param dataDirectory where it keeps what is to survive; empty to keep all in memory, or elsewhere
 * @param redis which server keeps what is to survive; empty without one
 * @param queueLoops threads that own queues
 * @param ioLoops threads that own connections
 * @param endpoints where clients of the native protocol connect
 * @param connections how many there may be at each endpoint
 * @param amqp where clients of AMQP connect, and what they are held to
 * @param http where clients connect by HTTP, and what they are held to
 * @param tls where clients of the native protocol connect with TLS, and the files for every
 *     listener with TLS; empty for nowhere
 * @param expectedConsumers how many consumers some queues are to have, for monitoring
 * @param proxies load balancers that say for whom they connect
 * @param stopWithin the deadline of {@link Broker#close}
 */
public record BrokerSettings(
    Optional<Path> dataDirectory,
    Optional<RedisSettings> redis,
    StoreOptions store,
    HostSettings hosts,
    int queueLoops,
    int ioLoops,
    List<Endpoint> endpoints,
    int connections,
    MoonmqSettings moonmq,
    AmqpSettings amqp,
    HttpSettings http,
    Optional<TlsSettings> tls,
    List<ExpectedConsumers> expectedConsumers,
    TrustedProxies proxies,
    Duration stopWithin) {
  private static final int DEFAULT_CONNECTIONS = 100_000;

  /**
   * @throws IllegalArgumentException if AMQP is to have TLS, and there are no files for it
   */
  public BrokerSettings {
    endpoints = List.copyOf(endpoints);
    expectedConsumers = List.copyOf(expectedConsumers);
    if (!amqp.tlsEndpoints().isEmpty() && tls.isEmpty()) {
      throw new IllegalArgumentException("TLS without certificates");
    }
  }

  /** In memory, with a free port that only this machine reaches, for the native protocol. */
  public static BrokerSettings embedded() {
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new BrokerSettings(
        Optional.empty(),
        Optional.empty(),
        StoreOptions.DEFAULTS,
        HostSettings.DEFAULT,
        loops,
        loops,
        List.of(Endpoint.loopback(0)),
        DEFAULT_CONNECTIONS,
        MoonmqSettings.DEFAULT,
        AmqpSettings.DEFAULT,
        HttpSettings.DEFAULT,
        Optional.empty(),
        List.of(),
        TrustedProxies.NONE,
        Duration.ofSeconds(30));
  }

  public BrokerSettings withDataDirectory(Path directory) {
    return changed(
        copy -> {
          copy.dataDirectory = Optional.of(directory);
          copy.redis = Optional.empty();
        });
  }

  /** What is to survive is kept by a Redis server, in place of a data directory. */
  public BrokerSettings withRedis(RedisSettings settings) {
    return changed(
        copy -> {
          copy.dataDirectory = Optional.empty();
          copy.redis = Optional.of(settings);
        });
  }

  public BrokerSettings withStore(StoreOptions options) {
    return changed(copy -> copy.store = options);
  }

  public BrokerSettings withHosts(HostSettings settings) {
    return changed(copy -> copy.hosts = settings);
  }

  public BrokerSettings withLoops(int ofQueues, int ofConnections) {
    return changed(
        copy -> {
          copy.queueLoops = ofQueues;
          copy.ioLoops = ofConnections;
        });
  }

  public BrokerSettings withEndpoints(int most, Endpoint... others) {
    return changed(
        copy -> {
          copy.endpoints = List.of(others);
          copy.connections = most;
        });
  }

  public BrokerSettings withMoonmq(MoonmqSettings settings) {
    return changed(copy -> copy.moonmq = settings);
  }

  public BrokerSettings withAmqp(AmqpSettings settings) {
    return changed(copy -> copy.amqp = settings);
  }

  public BrokerSettings withHttp(HttpSettings settings) {
    return changed(copy -> copy.http = settings);
  }

  public BrokerSettings withTls(TlsSettings settings) {
    return changed(copy -> copy.tls = Optional.of(settings));
  }

  public BrokerSettings withExpectedConsumers(List<ExpectedConsumers> expected) {
    return changed(copy -> copy.expectedConsumers = expected);
  }

  public BrokerSettings withProxies(TrustedProxies trusted) {
    return changed(copy -> copy.proxies = trusted);
  }

  public BrokerSettings withStopWithin(Duration deadline) {
    return changed(copy -> copy.stopWithin = deadline);
  }

  private BrokerSettings changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.settings();
  }

  /** Settings that are being changed. */
  private static final class Copy {
    Optional<Path> dataDirectory;
    Optional<RedisSettings> redis;
    StoreOptions store;
    HostSettings hosts;
    int queueLoops;
    int ioLoops;
    List<Endpoint> endpoints;
    int connections;
    MoonmqSettings moonmq;
    AmqpSettings amqp;
    HttpSettings http;
    Optional<TlsSettings> tls;
    List<ExpectedConsumers> expectedConsumers;
    TrustedProxies proxies;
    Duration stopWithin;

    Copy(BrokerSettings from) {
      dataDirectory = from.dataDirectory;
      redis = from.redis;
      store = from.store;
      hosts = from.hosts;
      queueLoops = from.queueLoops;
      ioLoops = from.ioLoops;
      endpoints = from.endpoints;
      connections = from.connections;
      moonmq = from.moonmq;
      amqp = from.amqp;
      http = from.http;
      tls = from.tls;
      expectedConsumers = from.expectedConsumers;
      proxies = from.proxies;
      stopWithin = from.stopWithin;
    }

    BrokerSettings settings() {
      return new BrokerSettings(
          dataDirectory,
          redis,
          store,
          hosts,
          queueLoops,
          ioLoops,
          endpoints,
          connections,
          moonmq,
          amqp,
          http,
          tls,
          expectedConsumers,
          proxies,
          stopWithin);
    }
  }
}
