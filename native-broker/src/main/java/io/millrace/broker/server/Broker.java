package io.millrace.broker.server;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.broker.attendance.Attendance;
import io.millrace.broker.exchange.ExchangeType;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.metrics.BrokerMeters;
import io.millrace.broker.protocol.amqp.connection.AmqpFront;
import io.millrace.broker.protocol.http.HttpFront;
import io.millrace.broker.protocol.moonmq.MessageIds;
import io.millrace.broker.protocol.moonmq.MoonmqFront;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.security.FailedLogins;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.Transport;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

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
  private final VirtualHosts hosts;
  private final MoonmqFront moonmq;
  private final Listeners listeners;
  private final BrokerHealth health;
  private final Ends ends;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Broker(
      VirtualHosts hosts, MoonmqFront moonmq, Listeners listeners, BrokerHealth health, Ends ends) {
    this.hosts = hosts;
    this.moonmq = moonmq;
    this.listeners = listeners;
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
        VirtualHosts.open(
            loops,
            store.journals(),
            ExchangeTypes.with(ServiceLoader.load(ExchangeType.class)),
            settings.hosts());
    ends.add(() -> inTime("virtual hosts", hosts.stop(within), within));
    ExecutorService passwordChecks = LazyThread.start("millrace-passwords");
    ends.add(passwordChecks::shutdownNow);
    PasswordLogins passwords =
        new PasswordLogins(
            hosts.users()::table, passwordChecks, new FailedLogins(System::nanoTime));
    ExecutorService scrapes = LazyThread.start("millrace-metrics");
    ends.add(scrapes::shutdownNow);
    Transport transport = Transport.start("millrace-io", settings.ioLoops(), settings.proxies());
    ends.add(() -> inTime("connections", transport.stop(within), within));
    AtomicLong connectionNumbers = new AtomicLong();
    MoonmqFront moonmq =
        new MoonmqFront(
            settings.moonmq(),
            hosts,
            new MessageIds(System::currentTimeMillis),
            passwords,
            connectionNumbers::incrementAndGet);
    AmqpFront amqp =
        new AmqpFront(
            settings.amqp(),
            hosts,
            passwords,
            connectionNumbers::incrementAndGet,
            store.shortage());
    BrokerMeters meters = new BrokerMeters(hosts, scrapes, moreMeters);
    Attendance attendance =
        new Attendance(settings.expectedConsumers(), hosts, QueueRules::queueOf);
    BrokerHealth health = new BrokerHealth(store, attendance);
    HttpFront http = new HttpFront(settings.http(), moonmq, meters::scrape, health);
    Listeners listeners = Listeners.start(settings, transport, moonmq, amqp, http, ends);
    store.tell(meters);
    AttendanceWatch.start(attendance, meters, ends);
    FrontMeters.bind(meters, listeners, moonmq, amqp, http);
    return new Broker(hosts, moonmq, listeners, health, ends);
  }

  private static void inTime(String what, boolean ended, Duration within) throws IOException {
    if (!ended) {
      throw new IOException(what + " did not end within " + within);
    }
  }

  /** Where it listens, in the order of the settings, with the ports that it got. */
  public List<Endpoint> endpoints() {
    return listeners.endpoints(Listeners.Kind.NATIVE);
  }

  /** As {@link #endpoints}, with TLS. */
  public List<Endpoint> tlsEndpoints() {
    return listeners.endpoints(Listeners.Kind.NATIVE_TLS);
  }

  /** Where it listens for AMQP, in the order of the settings, with the ports that it got. */
  public List<Endpoint> amqpEndpoints() {
    return listeners.endpoints(Listeners.Kind.AMQP);
  }

  /** As {@link #amqpEndpoints}, with TLS. */
  public List<Endpoint> amqpTlsEndpoints() {
    return listeners.endpoints(Listeners.Kind.AMQP_TLS);
  }

  /** Where it listens for HTTP, in the order of the settings, with the ports that it got. */
  public List<Endpoint> httpEndpoints() {
    return listeners.endpoints(Listeners.Kind.HTTP);
  }

  /** How many clients of the native protocol and of AMQP are connected. */
  public int connections() {
    return Math.toIntExact(
        listeners.connections(Listeners.Protocol.NATIVE)
            + listeners.connections(Listeners.Protocol.AMQP));
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
