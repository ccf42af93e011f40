package io.millrace.broker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.TrafficCounts;
import io.millrace.broker.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a broker: {@code millrace_broker_*}. Counters grow from the start of the process
 * on. Gauges of queues are those of the last {@link #scrape}; the 200 deepest queues have gauges of
 * their own, and the 200 that have not kept the most messages counters of that.
 *
 * <p><b>Threads:</b> any; nothing blocks. One scrape at a time: who asks during one gets its
 * result.
 */
public final class BrokerMeters {
  /** What the registry calls the text format; its own constants are for another encoding. */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final VirtualHosts hosts;
  private final Executor executor;
  private final List<QueueGauge> queueGauges = new ArrayList<>();
  private final LossMeters losses = new LossMeters(registry);

  /** What meters ask: they let go of it themselves as soon as nobody else holds it. */
  private final Queue<LongSupplier> values = new ConcurrentLinkedQueue<>();

  /** That of the last scrape; written by its thread. */
  private volatile QueueCensus census = QueueCensus.EMPTY;

  /** The scrape that is going on: who begins one sets it, who ends it resets it. */
  private final AtomicReference<@Nullable CompletableFuture<String>> running =
      new AtomicReference<>();

  /** A gauge that every named queue has. */
  private record QueueGauge(MultiGauge gauge, ToLongFunction<QueueFacts> value) {}

  /**
   * @param executor writes the text, which takes some milliseconds
   * @param others meters that are to come with each scrape; bound first, with their filters
   */
  public BrokerMeters(VirtualHosts hosts, Executor executor, MeterBinder others) {
    this.hosts = hosts;
    this.executor = executor;
    others.bindTo(registry);
    bindTraffic(hosts.traffic());
    bindQueues();
  }

  private void bindTraffic(TrafficCounts traffic) {
    count("published", "Messages from clients that some queue was for", traffic::published);
    count("confirmed", "Published messages that are where they were to be", traffic::confirmed);
    count("refused", "Published messages that a queue did not take", traffic::refused);
    count(
        "unroutable",
        "Messages that no queue was for, also if one was made then",
        traffic::unroutable);
    count("delivered", "Messages handed to consumers, each as often as it was", traffic::delivered);
    count("redelivered", "Deliveries that may not have been the first", traffic::redelivered);
    count("acknowledged", "Messages that consumers said are handled", traffic::acknowledged);
    count("rejected", "Messages that consumers sent to the dead letters", traffic::rejected);
    count("given.back", "Messages that consumers gave back one by one", traffic::givenBack);
    count("expired", "Messages whose time was over", traffic::expired);
    count("dropped", "Messages that made room in a full queue", traffic::dropped);
  }

  private void count(String what, String description, LongSupplier value) {
    FunctionCounter.builder(
            "millrace.broker.messages." + what, kept(value), LongSupplier::getAsLong)
        .description(description)
        .register(registry);
  }

  private LongSupplier kept(LongSupplier value) {
    values.add(value);
    return value;
  }

  private void bindQueues() {
    total("queues", "Queues", QueueCensus::queues);
    total("consumers", "Consumers of all queues", QueueCensus::consumers);
    total("messages.ready", "Messages that wait to be delivered", QueueCensus::ready);
    total(
        "messages.unacknowledged", "Messages that are with consumers", QueueCensus::unacknowledged);
    total("messages.delayed", "Messages that are not due", QueueCensus::delayed);
    total(
        "messages.departing",
        "Dead letters whose copies are not durable yet",
        QueueCensus::departing);
    total("messages.bytes", "Bodies of all messages in queues", QueueCensus::bytes);
    named("messages.ready", "Messages that wait to be delivered", QueueFacts::ready);
    named("messages.unacknowledged", "Messages with consumers", QueueFacts::unacknowledged);
    named("messages.delayed", "Messages that are not due", QueueFacts::delayed);
    named("messages.bytes", "Bodies of the messages in the queue", QueueFacts::bytes);
    named("consumers", "Consumers of the queue", QueueFacts::consumers);
  }

  private void total(String what, String description, ToDoubleFunction<QueueCensus> value) {
    Gauge.builder("millrace.broker." + what, this, meters -> value.applyAsDouble(meters.census))
        .description(description)
        .register(registry);
  }

  private void named(String what, String description, ToLongFunction<QueueFacts> value) {
    MultiGauge gauge =
        MultiGauge.builder("millrace.broker.queue." + what)
            .description(description)
            .register(registry);
    queueGauges.add(new QueueGauge(gauge, value));
  }

  /** Adds how many connections of a protocol there are. */
  public void connections(String protocol, LongSupplier open) {
    Gauge.builder("millrace.broker.connections", kept(open), LongSupplier::getAsLong)
        .description("Connections that are open")
        .tag("protocol", protocol)
        .register(registry);
  }

  /** Adds any other gauge, by its name after {@code millrace.broker}. */
  public void gauge(String name, String description, LongSupplier value) {
    gauge(name, description, Tags.empty(), value);
  }

  /** Adds one of several gauges of a name, which its tags tell apart. */
  public void gauge(String name, String description, Tags tags, LongSupplier value) {
    Gauge.builder("millrace.broker." + name, kept(value), LongSupplier::getAsLong)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** Adds any other counter, by its name after {@code millrace.broker}. */
  public void counter(String name, String description, LongSupplier value) {
    FunctionCounter.builder("millrace.broker." + name, kept(value), LongSupplier::getAsLong)
        .description(description)
        .register(registry);
  }

  /** Adds the figures of the store. */
  public void store(LocalStore store) {
    StoreMeters.bind(store, registry);
  }

  /** All meters in Prometheus' text format. Done on the executor's thread. */
  public CompletableFuture<String> scrape() {
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> other = running.compareAndExchange(null, mine);
    if (other != null) {
      return other.copy();
    }
    CompletableFuture<?> unused =
        QueueCensus.take(hosts)
            .thenApplyAsync(this::text, executor)
            .whenComplete(
                (text, failure) -> {
                  running.set(null);
                  if (failure == null) {
                    mine.complete(text);
                  } else {
                    mine.completeExceptionally(failure);
                  }
                });
    return mine.copy();
  }

  private String text(QueueCensus taken) {
    census = taken;
    losses.update(taken.worst());
    for (QueueGauge each : queueGauges) {
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      for (QueueCensus.Member member : taken.deepest()) {
        rows.add(
            MultiGauge.Row.of(
                Tags.of("vhost", member.virtualHost(), "queue", member.facts().definition().name()),
                each.value().applyAsLong(member.facts())));
      }
      each.gauge().register(rows, true);
    }
    return registry.scrape(TEXT);
  }
}
