package io.millrace.kafka.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one consumer: commits, rebalances, gaps, lag, and Kafka's own.
 *
 * <p><b>Threads:</b> the poll thread's; the registry reads from any.
 */
public final class SourceMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();

  /** Null where nobody looks: it has a thread of its own. */
  private final @Nullable KafkaClientMetrics clientMetrics;

  private final Timer commits;
  private final Counter commitFailures;
  private final Counter rebalances;
  private final Counter lostPartitions;
  private final Counter fencedResults;
  private volatile long gapOffsets;
  private volatile Lag lag = Lag.UNKNOWN;

  /**
   * @param where nowhere if empty
   * @param index which producer of the queue the consumer belongs to
   */
  public SourceMeters(
      Optional<MeterRegistry> where, Iterable<Tag> tags, int index, Consumer<?, ?> consumer) {
    registry = where.orElseGet(CompositeMeterRegistry::new);
    this.tags = Tags.of(tags).and("producer", Integer.toString(index));
    commits =
        added(
            Timer.builder("millrace.commit")
                .description("How long commits of offsets took")
                .tags(this.tags)
                .register(registry));
    commitFailures = counter("millrace.commit.failures", "Commits of offsets that failed");
    rebalances = counter("millrace.rebalances", "Times partitions were given or taken away");
    lostPartitions =
        counter("millrace.partitions.lost", "Partitions that were lost without notice");
    fencedResults =
        counter("millrace.fenced.results", "Results refused as their assignment had ended");
    gauge(
        "millrace.partition.gap.offsets",
        "Largest distance from a first unfinished offset to a newest begun one",
        () -> gapOffsets);
    gauge(
        "millrace.source.lag.messages",
        "Records of its partitions that are not finished; -1 while not known",
        () -> lag.messages());
    gauge(
        "millrace.source.lag.seconds",
        "Age of the oldest record that is not finished, 0 if all are; -1 while not known",
        () -> lag.seconds(System.currentTimeMillis()));
    clientMetrics = where.isPresent() ? new KafkaClientMetrics(consumer, this.tags) : null;
    if (clientMetrics != null) {
      clientMetrics.bindTo(registry);
    }
  }

  public void committed(Duration time) {
    commits.record(time);
  }

  public void commitFailed() {
    commitFailures.increment();
  }

  public void rebalanced() {
    rebalances.increment();
  }

  public void partitionsLost(int count) {
    lostPartitions.increment(count);
  }

  public void resultsFenced(int count) {
    fencedResults.increment(count);
  }

  /** The largest gap of all partitions now. */
  public void gap(long offsets) {
    gapOffsets = offsets;
  }

  /**
   * How far the consumer is behind the logs of all its partitions.
   *
   * @param oldestMillis when the oldest unfinished record came into being, since the epoch; {@link
   *     Long#MAX_VALUE} if there is none
   */
  public void lag(long messages, long oldestMillis) {
    lag = new Lag(messages, oldestMillis);
  }

  private record Lag(long messages, long oldestMillis) {
    static final Lag UNKNOWN = new Lag(-1, Long.MAX_VALUE);

    /** Grows by itself, so it is right also while the poll thread is held up. */
    double seconds(long nowMillis) {
      return messages < 0 ? -1 : Math.max(0, nowMillis - oldestMillis) / 1_000.0;
    }
  }

  @Override
  public void close() {
    if (clientMetrics != null) {
      clientMetrics.close();
    }
    meters.forEach(registry::remove);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    added(Gauge.builder(name, value).description(description).tags(tags).register(registry));
  }

  private Counter counter(String name, String description) {
    return added(Counter.builder(name).description(description).tags(tags).register(registry));
  }

  private <M extends Meter> M added(M meter) {
    meters.add(meter);
    return meter;
  }
}
