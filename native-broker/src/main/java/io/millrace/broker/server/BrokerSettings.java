package io.millrace.broker.server;

import io.millrace.broker.protocol.http.HttpSettings;
import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.HostSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a broker is started.
 *
 * @param dataDirectory where it keeps what is to survive; empty to keep all in memory, or elsewhere
 * @param redis which server keeps what is to survive; empty without one
 * @param queueLoops threads that own queues
 * @param ioLoops threads that own connections
 * @param endpoints where clients of the native protocol connect
 * @param connections how many there may be at each endpoint
 * @param http where clients connect by HTTP, and what they are held to
 * @param tls where clients of the native protocol connect with TLS; empty for nowhere
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
    HttpSettings http,
    Optional<TlsSettings> tls,
    Duration stopWithin) {
  private static final int DEFAULT_CONNECTIONS = 100_000;

  public BrokerSettings {
    endpoints = List.copyOf(endpoints);
  }

  /** In memory, with a free port that only this machine reaches. */
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
        HttpSettings.DEFAULT,
        Optional.empty(),
        Duration.ofSeconds(30));
  }

  public BrokerSettings withDataDirectory(Path directory) {
    return new BrokerSettings(
        Optional.of(directory),
        Optional.empty(),
        store,
        hosts,
        queueLoops,
        ioLoops,
        endpoints,
        connections,
        moonmq,
        http,
        tls,
        stopWithin);
  }

  /** What is to survive is kept by a Redis server, in place of a data directory. */
  public BrokerSettings withRedis(RedisSettings settings) {
    return new BrokerSettings(
        Optional.empty(),
        Optional.of(settings),
        store,
        hosts,
        queueLoops,
        ioLoops,
        endpoints,
        connections,
        moonmq,
        http,
        tls,
        stopWithin);
  }

  public BrokerSettings withStore(StoreOptions options) {
    return new BrokerSettings(
        dataDirectory,
        redis,
        options,
        hosts,
        queueLoops,
        ioLoops,
        endpoints,
        connections,
        moonmq,
        http,
        tls,
        stopWithin);
  }

  public BrokerSettings withHosts(HostSettings settings) {
    return new BrokerSettings(
        dataDirectory,
        redis,
        store,
        settings,
        queueLoops,
        ioLoops,
        endpoints,
        connections,
        moonmq,
        http,
        tls,
        stopWithin);
  }

  public BrokerSettings withLoops(int ofQueues, int ofConnections) {
    return new BrokerSettings(
        dataDirectory,
        redis,
        store,
        hosts,
        ofQueues,
        ofConnections,
        endpoints,
        connections,
        moonmq,
        http,
        tls,
        stopWithin);
  }

  public BrokerSettings withEndpoints(int most, Endpoint... others) {
    return new BrokerSettings(
        dataDirectory,
        redis,
        store,
        hosts,
        queueLoops,
        ioLoops,
        List.of(others),
        most,
        moonmq,
        http,
        tls,
        stopWithin);
  }

  public BrokerSettings withMoonmq(MoonmqSettings settings) {
    return new BrokerSettings(
        dataDirectory,
        redis,
        store,
        hosts,
        queueLoops,
        ioLoops,
        endpoints,
        connections,
        settings,
        http,
        tls,
        stopWithin);
  }

  public BrokerSettings withHttp(HttpSettings settings) {
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
        settings,
        tls,
        stopWithin);
  }

  public BrokerSettings withTls(TlsSettings settings) {
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
        http,
        Optional.of(settings),
        stopWithin);
  }

  public BrokerSettings withStopWithin(Duration deadline) {
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
        http,
        tls,
        deadline);
  }
}
