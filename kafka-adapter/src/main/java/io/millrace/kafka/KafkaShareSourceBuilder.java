package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.kafka.share.ShareMeters;
import io.millrace.kafka.share.ShareProperties;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link KafkaShareSource} is made of. Servers, group and topics must be named; the
 * rest has defaults.
 *
 * <p>Not safe for several threads.
 */
public final class KafkaShareSourceBuilder<T> {
  private static final String AUTO_OFFSET_RESET = "share.auto.offset.reset";

  private final KafkaPayload<T> payload;
  private final Map<String, Object> properties = new HashMap<>();
  private final Map<String, String> groupSettings = new HashMap<>();
  private List<String> topics = List.of();
  private Duration commitInterval = Duration.ofSeconds(1);
  private int commitCount = 1_000;
  private @Nullable Pusher<byte[]> poison;
  private MeterRegistry registry = new CompositeMeterRegistry();
  private final List<Tag> tags = new ArrayList<>();

  KafkaShareSourceBuilder(KafkaPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /**
   * Properties of the share consumers, as Kafka's documentation names them; all pass through but
   * those that have no meaning in a share group or contradict the source, which {@link #build}
   * refuses.
   */
  public KafkaShareSourceBuilder<T> properties(Map<String, ?> values) {
    properties.putAll(values);
    return this;
  }

  /** Where the cluster is found: {@code host:port}, several separated by commas. */
  public KafkaShareSourceBuilder<T> bootstrapServers(String servers) {
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, requireNonNull(servers));
    return this;
  }

  /** The share group: those of one name share the records. */
  public KafkaShareSourceBuilder<T> group(String name) {
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, requireNonNull(name));
    return this;
  }

  /** What to read. A share group knows no patterns. */
  public KafkaShareSourceBuilder<T> topics(Collection<String> names) {
    topics = List.copyOf(names);
    return this;
  }

  public KafkaShareSourceBuilder<T> topics(String... names) {
    return topics(List.of(names));
  }

  /**
   * Where the group begins in a partition that it has never read; unless said, the cluster decides,
   * which is at the end. A share group keeps this in the cluster: the source changes it there, for
   * all members, and needs the right to alter the group's configuration.
   */
  public KafkaShareSourceBuilder<T> startAt(StartAt value) {
    return groupSetting(AUTO_OFFSET_RESET, value.reset());
  }

  /**
   * A setting of the group that the source makes in the cluster before it joins, such as {@code
   * share.record.lock.duration.ms}, {@code share.delivery.count.limit} or {@code
   * errors.deadletterqueue.topic.name}.
   */
  public KafkaShareSourceBuilder<T> groupSetting(String name, String value) {
    groupSettings.put(requireNonNull(name), requireNonNull(value));
    return this;
  }

  /**
   * The order of the queue, which can only be {@link Ordering#NONE}.
   *
   * @throws IllegalArgumentException for any other
   */
  public KafkaShareSourceBuilder<T> ordering(Ordering value) {
    if (value != Ordering.NONE) {
      throw new IllegalArgumentException(
          "a share group gives its records to any member in no order, so order "
              + value
              + " cannot be kept; use KafkaSource, a consumer group, or Ordering.NONE");
    }
    return this;
  }

  /**
   * How long a settled message waits until the broker is told, at most, and how many do not wait
   * that long; 1 s and 1,000 by default. After a crash that much is handled again.
   */
  public KafkaShareSourceBuilder<T> commitEvery(Duration interval, int done) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("the interval must be above 0, got " + interval);
    }
    commitInterval = interval;
    commitCount = atLeastOne(done, "done");
    return this;
  }

  /**
   * Where records go, as they are, with headers that say why: those that cannot be decoded, and
   * those that would be given back after the last delivery that the group allows, upon which the
   * cluster drops them. The source does not close it, and repeats a push that fails. Without one
   * such records are rejected, logged and counted.
   */
  public KafkaShareSourceBuilder<T> onPoison(Pusher<byte[]> pusher) {
    poison = requireNonNull(pusher);
    return this;
  }

  /** Where the source reports; by default nowhere. */
  public KafkaShareSourceBuilder<T> meters(MeterRegistry value, Iterable<Tag> withTags) {
    registry = requireNonNull(value);
    withTags.forEach(tags::add);
    return this;
  }

  /**
   * @throws IllegalArgumentException when something is missing or has no meaning in a share group
   */
  public KafkaShareSource<T> build() {
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("name the topics");
    }
    return new KafkaShareSource<>(
        new ShareSettings<>(
            payload,
            ShareProperties.of(properties),
            topics,
            Map.copyOf(groupSettings),
            commitInterval,
            commitCount,
            Optional.ofNullable(poison),
            new ShareMeters(registry, tags)));
  }

  private static int atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
    return value;
  }
}
