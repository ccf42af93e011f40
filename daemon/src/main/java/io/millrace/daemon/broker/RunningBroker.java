package io.millrace.daemon.broker;

import io.millrace.broker.server.Broker;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.Refusal;
import io.millrace.broker.vhost.TrafficCounts;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.daemon.admin.ProcessMeters;
import io.millrace.daemon.spi.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker as its configuration wants it, from start to report.
 *
 * <p><b>Threads:</b> any. To start and to close wait.
 */
public final class RunningBroker implements AutoCloseable {
  private final Logger log = LoggerFactory.getLogger(RunningBroker.class);
  private final BrokerConfig config;
  private final Broker broker;
  private final ProcessMeters meters;

  private RunningBroker(BrokerConfig config, Broker broker, ProcessMeters meters) {
    this.config = config;
    this.broker = broker;
    this.meters = meters;
  }

  /**
   * Starts a broker, with the virtual host and the users that the configuration names.
   *
   * @param version of the program, for its meters
   * @throws IOException if the data directory cannot be used, an address cannot be listened on, or
   *     the virtual host or a user cannot be made
   */
  public static RunningBroker start(BrokerConfig config, String version) throws IOException {
    ProcessMeters meters = new ProcessMeters(version);
    try {
      Broker broker = Broker.start(config.settings(), meters);
      define(config, broker);
      return new RunningBroker(config, broker, meters);
    } catch (IOException | RuntimeException failure) {
      meters.close();
      throw failure;
    }
  }

  private static void define(BrokerConfig config, Broker broker) throws IOException {
    try {
      String virtualHost = config.settings().moonmq().virtualHost();
      requireDone("virtual_host", broker.virtualHosts().create(virtualHost).join());
      SecureRandom random = new SecureRandom();
      for (ConfiguredUser user : config.users()) {
        user.applyTo(broker.virtualHosts().users(), random);
      }
    } catch (IOException | RuntimeException failure) {
      try (broker) {
        throw failure;
      }
    }
  }

  /**
   * @param what was asked for, in words of the configuration
   */
  static void requireDone(String what, Answer<?> answer) throws IOException {
    Optional<Refusal> refusal = answer.refusal();
    if (refusal.isPresent()) {
      throw new IOException(what + ": " + refusal.get().text());
    }
  }

  /** Where it listens and what it keeps, in words. */
  public String description() {
    return "broker: native protocol "
        + at(broker.endpoints())
        + ", AMQP "
        + at(broker.amqpEndpoints())
        + ", HTTP "
        + at(broker.httpEndpoints())
        + ", "
        + kept()
        + (config.settings().moonmq().authentication() ? "" : ", nobody has to log in");
  }

  private static String at(List<Endpoint> endpoints) {
    return endpoints.isEmpty()
        ? "off"
        : "at " + endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
  }

  private String kept() {
    Optional<Path> directory = config.settings().dataDirectory();
    Messages messages = messages();
    return directory
        .map(
            path ->
                "data in %s (sync %s), %s in %s"
                    .formatted(
                        path.toAbsolutePath().normalize(),
                        config.settings().store().sync().mode().name().toLowerCase(Locale.ROOT),
                        Count.of(messages.count, "message"),
                        Count.of(messages.queues, "queue")))
        .orElse("everything in memory, gone when it ends");
  }

  private record Messages(long queues, long count) {}

  private Messages messages() {
    List<CompletableFuture<List<QueueFacts>>> all =
        broker.virtualHosts().all().stream().map(VirtualHost::census).toList();
    List<QueueFacts> queues =
        all.stream().map(CompletableFuture::join).flatMap(List::stream).toList();
    return new Messages(
        queues.size(),
        queues.stream()
            .mapToLong(
                each -> each.ready() + each.unacknowledged() + each.delayed() + each.departing())
            .sum());
  }

  /**
   * Ends in order, and tells what it did.
   *
   * @throws IOException if something could not be made safe, or not in time
   */
  @Override
  public void close() throws IOException {
    long started = System.nanoTime();
    meters.close();
    broker.close();
    TrafficCounts traffic = broker.virtualHosts().traffic();
    log.info(
        "broker stopped in {} ms: published {} (confirmed {}, refused {}), delivered {}, acknowledged {}",
        (System.nanoTime() - started) / 1_000_000,
        traffic.published(),
        traffic.confirmed(),
        traffic.refused(),
        traffic.delivered(),
        traffic.acknowledged());
  }
}
