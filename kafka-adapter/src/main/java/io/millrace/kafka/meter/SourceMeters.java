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
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one consumer: commits, rebalances, gaps, and Kafka's own.
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
    added(
        Gauge.builder("millrace.partition.gap.offsets", () -> gapOffsets)
            .description("Largest distance from a first unfinished offset to a newest begun one")
            .tags(this.tags)
            .register(registry));
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

  @Override
  public void close() {
    if (clientMetrics != null) {
      clientMetrics.close();
    }
    meters.forEach(registry::remove);
  }

  private Counter counter(String name, String description) {
    return added(Counter.builder(name).description(description).tags(tags).register(registry));
  }

  private <M extends Meter> M added(M meter) {
    meters.add(meter);
    return meter;
  }
}
