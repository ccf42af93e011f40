package io.millrace.broker.server;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.metrics.BrokerMeters;
import io.millrace.broker.protocol.http.HttpFront;
import io.millrace.broker.protocol.moonmq.MessageIds;
import io.millrace.broker.protocol.moonmq.MoonmqFront;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.Front;
import io.millrace.broker.transport.Listener;
import io.millrace.broker.transport.Tls;
import io.millrace.broker.transport.Transport;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that runs.
 *
 * <p>On its first start there are the virtual host {@code /} and the user {@code guest}, password
 * {@code guest}, who can log in from this machine only.
 *
 * <p><b>Threads:</b> any. To start and to close wait. <b>After a crash</b> a broker that is started
 * with the same data directory has all that was confirmed as durable.
 */
public final class Broker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  private final VirtualHosts hosts;
  private final MoonmqFront moonmq;
  private final List<Listener> listeners;
  private final List<Listener> tlsListeners;
  private final List<Listener> httpListeners;
  private final BrokerHealth health;
  private final Ends ends;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Broker(
      VirtualHosts hosts,
      MoonmqFront moonmq,
      List<Listener> listeners,
      List<Listener> tlsListeners,
      List<Listener> httpListeners,
      BrokerHealth health,
      Ends ends) {
    this.hosts = hosts;
    this.moonmq = moonmq;
    this.listeners = List.copyOf(listeners);
    this.tlsListeners = List.copyOf(tlsListeners);
    this.httpListeners = List.copyOf(httpListeners);
    this.health = health;
    this.ends = ends;
  }

  /** In memory, on a free port of the loopback address: for tests, and within another program. */
  public static Broker startEmbedded() throws IOException {
    return start(BrokerSettings.embedded());
  }

  /** As {@link #startEmbedded()}, and durable. */
  public static Broker startEmbedded(Path dataDirectory) throws IOException {
    return start(BrokerSettings.embedded().withDataDirectory(dataDirectory));
  }

  /**
   * Starts a broker; it takes connections when this returns.
   *
   * @throws IOException if the data directory cannot be used, or an address cannot be listened on
   */
  public static Broker start(BrokerSettings settings) throws IOException {
    return start(settings, nothingMore -> {});
  }

  /**
   * As {@link #start(BrokerSettings)}, with more meters, as those of the process.
   *
   * @throws IOException if the data directory cannot be used, or an address cannot be listened on
   */
  public static Broker start(BrokerSettings settings, MeterBinder moreMeters) throws IOException {
    Ends ends = new Ends();
    try {
      return start(settings, moreMeters, ends);
    } catch (IOException | RuntimeException failure) {
      try {
        ends.run();
      } catch (IOException another) {
        failure.addSuppressed(another);
      }
      throw failure;
    }
  }

  private static Broker start(BrokerSettings settings, MeterBinder moreMeters, Ends ends)
      throws IOException {
    Duration within = settings.stopWithin();
    OwnerLoops loops =
        OwnerLoops.start(
            "millrace-queues",
            settings.queueLoops(),
            OwnerLoops.DEFAULT_LIMIT_BYTES,
            System::currentTimeMillis);
    ends.add(() -> inTime("queues", loops.stop(within), within));
    BrokerStore store = BrokerStore.open(settings, ends);
    VirtualHosts hosts =
        VirtualHosts.open(loops, store.journals(), ExchangeTypes.standard(), settings.hosts());
    ends.add(() -> inTime("virtual hosts", hosts.stop(within), within));
    ExecutorService passwords = LazyThread.start("millrace-passwords");
    ends.add(passwords::shutdownNow);
    ExecutorService scrapes = LazyThread.start("millrace-metrics");
    ends.add(scrapes::shutdownNow);
    Transport transport = Transport.start("millrace-io", settings.ioLoops());
    ends.add(() -> inTime("connections", transport.stop(within), within));
    AtomicLong connectionNumbers = new AtomicLong();
    MoonmqFront moonmq =
        new MoonmqFront(
            settings.moonmq(),
            hosts,
            new MessageIds(System::currentTimeMillis),
            passwords,
            connectionNumbers::incrementAndGet);
    BrokerMeters meters = new BrokerMeters(hosts, scrapes, moreMeters);
    BrokerHealth health = new BrokerHealth(store);
    HttpFront http = new HttpFront(settings.http(), moonmq, meters::scrape, health);
    List<Listener> listeners = new ArrayList<>();
    for (Endpoint endpoint : settings.endpoints()) {
      listeners.add(listen(transport, endpoint, settings.connections(), moonmq, ends));
      LOG.info("native protocol on {}", listeners.get(listeners.size() - 1).endpoint());
    }
    List<Listener> tlsListeners = listenWithTls(settings, transport, moonmq, ends);
    List<Listener> httpListeners = new ArrayList<>();
    for (Endpoint endpoint : settings.http().endpoints()) {
      httpListeners.add(listen(transport, endpoint, settings.http().connections(), http, ends));
      LOG.info("HTTP on {}", httpListeners.get(httpListeners.size() - 1).endpoint());
    }
    store.tell(meters);
    meters.connections("native", () -> connections(listeners) + connections(tlsListeners));
    meters.connections("http", () -> connections(httpListeners));
    meters.gauge("http.held", "Messages that HTTP clients are to acknowledge", http::held);
    meters.counter(
        "acks.unknown", "Acks of messages that the client did not hold", moonmq::unknownAcks);
    return new Broker(hosts, moonmq, listeners, tlsListeners, httpListeners, health, ends);
  }

  private static List<Listener> listenWithTls(
      BrokerSettings settings, Transport transport, MoonmqFront moonmq, Ends ends)
      throws IOException {
    List<Listener> listeners = new ArrayList<>();
    if (settings.tls().isPresent()) {
      Tls tls = Tls.start(settings.tls().get().files());
      ends.add(tls::close);
      for (Endpoint endpoint : settings.tls().get().endpoints()) {
        Listener listener = transport.listen(endpoint, settings.connections(), tls, moonmq);
        ends.add(listener::close);
        listeners.add(listener);
        LOG.info("native protocol with TLS on {}", listener.endpoint());
      }
    }
    return listeners;
  }

  private static Listener listen(
      Transport transport, Endpoint endpoint, int most, Front front, Ends ends) throws IOException {
    Listener listener = transport.listen(endpoint, most, front);
    ends.add(listener::close);
    return listener;
  }

  private static long connections(List<Listener> listeners) {
    return listeners.stream().mapToLong(Listener::connections).sum();
  }

  private static void inTime(String what, boolean ended, Duration within) throws IOException {
    if (!ended) {
      throw new IOException(what + " did not end within " + within);
    }
  }

  /** Where it listens, in the order of the settings, with the ports that it got. */
  public List<Endpoint> endpoints() {
    return listeners.stream().map(Listener::endpoint).toList();
  }

  /** Where it listens for HTTP, in the order of the settings, with the ports that it got. */
  public List<Endpoint> httpEndpoints() {
    return httpListeners.stream().map(Listener::endpoint).toList();
  }

  /** As {@link #endpoints}, with TLS. */
  public List<Endpoint> tlsEndpoints() {
    return tlsListeners.stream().map(Listener::endpoint).toList();
  }

  /** How many clients are connected. */
  public int connections() {
    return Math.toIntExact(connections(listeners) + connections(tlsListeners));
  }

  /** Acks of messages that the client did not hold: late ones mostly, which are ignored. */
  public long unknownAcks() {
    return moonmq.unknownAcks();
  }

  /** The virtual hosts, to look into and to administer. */
  public VirtualHosts virtualHosts() {
    return hosts;
  }

  /**
   * Ends in order: no more connections, those that there are closed and what they held given back,
   * every queue durable, the store closed. Twice is harmless.
   *
   * @throws IOException if something could not be made safe, or not in time
   */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      health.stops();
      ends.run();
    }
  }
}
