package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link KafkaSource} is made of. Servers, group and topics must be named; the rest
 * has defaults.
 *
 * <p>Not safe for several threads.
 */
public final class KafkaSourceBuilder<T> {
  /** Kafka's own, unless its property says otherwise. */
  private static final int DEFAULT_MAX_POLL_INTERVAL_MILLIS = 300_000;

  private final KafkaPayload<T> payload;
  private final Map<String, Object> properties = new HashMap<>();
  private List<String> topics = List.of();
  private @Nullable Pattern topicPattern;
  private @Nullable Function<? super Message<T>, Optional<String>> key;
  private Ordering ordering = Ordering.NONE;
  private Duration revokeBudget = Duration.ofSeconds(10);
  private Duration commitInterval = Duration.ofSeconds(1);
  private int commitDone = 1_000;
  private int metadataLimit = 4_096;
  private int gapLimit = 10_000;
  private @Nullable String retryTopic;
  private @Nullable Pusher<byte[]> poison;
  private @Nullable KafkaTransactions<?> transactions;
  private @Nullable MeterRegistry registry;
  private final List<Tag> tags = new ArrayList<>();

  KafkaSourceBuilder(KafkaPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /**
   * Properties of the consumers, as Kafka's documentation names them; all pass through but those of
   * deserialisation and {@code enable.auto.commit}, which {@link #build} refuses.
   *
   * <p>Unless set here: {@code max.poll.records} 5,000, as a poll has a price of its own; {@code
   * receive.buffer.bytes} 1 MiB, for what arrives between two polls; {@code metadata.max.age.ms}
   * 30,000, so that partitions that are added are seen soon; {@code allow.auto.create.topics}
   * false, so that a misspelt topic is told and not made; with the classic group protocol the
   * {@code CooperativeStickyAssignor}, which takes away only what moves. With several producers
   * {@code client.id} and {@code group.instance.id} end in the producer's index, but for the first.
   */
  public KafkaSourceBuilder<T> properties(Map<String, ?> values) {
    properties.putAll(values);
    return this;
  }

  /** Where the cluster is found: {@code host:port}, several separated by commas. */
  public KafkaSourceBuilder<T> bootstrapServers(String servers) {
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, requireNonNull(servers));
    return this;
  }

  /** The consumer group: those of one name share the partitions. */
  public KafkaSourceBuilder<T> group(String name) {
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, requireNonNull(name));
    return this;
  }

  public KafkaSourceBuilder<T> topics(Collection<String> names) {
    topics = List.copyOf(names);
    return this;
  }

  public KafkaSourceBuilder<T> topics(String... names) {
    return topics(List.of(names));
  }

  /** Every topic whose whole name matches, also those that come to be later. */
  public KafkaSourceBuilder<T> topicPattern(Pattern pattern) {
    topicPattern = requireNonNull(pattern);
    return this;
  }

  /** Where to begin where the group has committed nothing; {@link StartAt#EARLIEST} by default. */
  public KafkaSourceBuilder<T> startAt(StartAt value) {
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, value.reset());
    return this;
  }

  /**
   * Finds the key of a message, by which {@link Ordering#KEY} keeps order, in the message itself;
   * by default it is the record's. Dead letters, what is sent back of them, and records of a retry
   * topic have the key that was found. Called on the poll threads; a record for which it throws is
   * taken for one that cannot be decoded.
   */
  public KafkaSourceBuilder<T> keyOf(Function<? super Message<T>, Optional<String>> value) {
    key = requireNonNull(value);
    return this;
  }

  /** The order of the queue; the source hands out accordingly. Must be the queue's own. */
  public KafkaSourceBuilder<T> ordering(Ordering value) {
    ordering = requireNonNull(value);
    return this;
  }

  /**
   * How long handlers may go on with messages of a partition that the group takes away; 10 s by
   * default. The group waits that long for its new owner to begin. What ends later is handled
   * twice.
   */
  public KafkaSourceBuilder<T> revokeBudget(Duration value) {
    revokeBudget = requireNonNull(value);
    return this;
  }

  /**
   * How long a finished message waits for its commit, at most, and how many do not wait that long;
   * 1 s and 1,000 by default. After a crash that much is handled again.
   */
  public KafkaSourceBuilder<T> commitEvery(Duration interval, int done) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("the interval must be above 0, got " + interval);
    }
    commitInterval = interval;
    commitDone = atLeastOne(done, "done");
    return this;
  }

  /**
   * How many characters of metadata a commit may carry for each partition; 4,096 by default, as
   * brokers allow ({@code offset.metadata.max.bytes}). 0 for none.
   */
  public KafkaSourceBuilder<T> metadataLimit(int chars) {
    if (chars < 0) {
      throw new IllegalArgumentException("the limit must not be negative, got " + chars);
    }
    metadataLimit = chars;
    return this;
  }

  /**
   * How far, in offsets, a partition may go on beyond its first unfinished message; 10,000 by
   * default, which the metadata of a commit can always describe. At the limit that partition alone
   * pauses.
   */
  public KafkaSourceBuilder<T> gapLimit(int offsets) {
    gapLimit = atLeastOne(offsets, "gapLimit");
    return this;
  }

  /**
   * Where messages wait that fail again and again and hold up their partition at the gap limit,
   * with their attempt and the time they are due. The source reads this topic too, and gives out
   * each record when it is due, behind those that come before it. It must exist, and belong to this
   * group alone. Used with {@link Ordering#NONE} only: where order is kept, what fails holds up
   * what follows.
   *
   * <p>For the gap limit to be reached the queue must have room for as many waiting messages: see
   * {@link io.millrace.queue.RetryPolicy#maxWaiting}.
   */
  public KafkaSourceBuilder<T> retryTopic(String name) {
    retryTopic = requireNonNull(name);
    return this;
  }

  /**
   * Where values go that cannot be decoded, as they are, with headers that say why. The source does
   * not close it, and repeats a push that fails. Without one such a record stops its partition.
   */
  public KafkaSourceBuilder<T> onPoison(Pusher<byte[]> pusher) {
    poison = requireNonNull(pusher);
    return this;
  }

  /**
   * Commits in transactions with what the handlers produce: see {@link KafkaTransactions}, whose
   * consumers the queue must have. Reads {@code read_committed} unless told otherwise. There can be
   * no retry topic, which would be written outside the transactions.
   */
  public KafkaSourceBuilder<T> transactions(KafkaTransactions<?> value) {
    transactions = requireNonNull(value);
    properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return this;
  }

  /** Where the source reports; by default nowhere. */
  public KafkaSourceBuilder<T> meters(MeterRegistry value, Iterable<Tag> withTags) {
    registry = requireNonNull(value);
    withTags.forEach(tags::add);
    return this;
  }

  /**
   * @throws IllegalArgumentException when something is missing or contradicts itself
   */
  public KafkaSource<T> build() {
    if (topics.isEmpty() == (topicPattern == null)) {
      throw new IllegalArgumentException("name either topics or a pattern of topics");
    }
    if (transactions != null && retryTopic != null) {
      throw new IllegalArgumentException(
          "a retry topic is written outside the transactions, so what passes it could be produced"
              + " for twice; choose one of the two");
    }
    long pollInterval =
        Long.parseLong(
            String.valueOf(
                properties.getOrDefault(
                    ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, DEFAULT_MAX_POLL_INTERVAL_MILLIS)));
    if (revokeBudget.isNegative() || revokeBudget.toMillis() >= pollInterval) {
      throw new IllegalArgumentException(
          "revokeBudget must be below max.poll.interval.ms, "
              + pollInterval
              + " ms, or the group takes the consumer to be dead; got "
              + revokeBudget);
    }
    return new KafkaSource<>(
        new SourceSettings<>(
            payload,
            Map.copyOf(properties),
            topics,
            Optional.ofNullable(topicPattern),
            Optional.ofNullable(key),
            ordering,
            revokeBudget,
            commitInterval,
            commitDone,
            metadataLimit,
            gapLimit,
            Optional.ofNullable(retryTopic),
            Optional.ofNullable(poison),
            Optional.ofNullable(transactions),
            Optional.ofNullable(registry),
            List.copyOf(tags)));
  }

  private static int atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
    return value;
  }
}
