package io.millrace.redis;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.redis.claim.ClaimMeters;
import io.millrace.redis.claim.ClaimSettings;
import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Collects what a {@link RedisListSource} is made of. A server and a list must be named; the rest
 * has defaults.
 *
 * <p>Not safe for several threads.
 */
public final class RedisListSourceBuilder<T> {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  private final RedisPayload<T> payload;
  private final RedisLocation location = new RedisLocation();
  private final List<QueueKeys> queues = new ArrayList<>();
  private final List<Integer> weights = new ArrayList<>();
  private Optional<Function<? super Message<T>, Optional<String>>> key = Optional.empty();
  private SourceMode mode = SourceMode.RELIABLE;
  private PopEnd popEnd = PopEnd.RIGHT;
  private Ordering ordering = Ordering.NONE;
  private Duration lease = Duration.ofSeconds(30);
  private int batch = 100;
  private boolean allowsEviction;
  private MeterRegistry registry = new CompositeMeterRegistry();
  private final List<Tag> tags = new ArrayList<>();

  RedisListSourceBuilder(RedisPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /**
   * A server: {@code host}, {@code host:port}, or {@code
   * redis[s]://[user[:password]@]host[:port][/database]}; several for Sentinels and clusters, see
   * {@link #location}.
   */
  public RedisListSourceBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on where Redis is: Sentinels, a cluster, TLS, credentials, timeouts. */
  public RedisListSourceBuilder<T> location(Consumer<RedisLocation> more) {
    more.accept(location);
    return this;
  }

  /** The lists to read. What waits in one is taken before anything of those behind it. */
  public RedisListSourceBuilder<T> lists(Collection<String> names) {
    names.forEach(name -> queues.add(QueueKeys.of(name)));
    return this;
  }

  public RedisListSourceBuilder<T> lists(String... names) {
    return lists(List.of(names));
  }

  /**
   * Lists to read, each asked first as often as its weight says: of three fetches two begin with a
   * list of weight 2, one with a list of weight 1. None waits for ever, as it may behind another of
   * {@link #lists}.
   *
   * @param values name to weight, in an order of iteration that does not change
   */
  public RedisListSourceBuilder<T> weightedLists(Map<String, Integer> values) {
    values.forEach(
        (name, weight) -> {
          queues.add(QueueKeys.of(name));
          weights.add(atLeastOne(weight, "weight of " + name));
        });
    return this;
  }

  /**
   * A queue that its pushers {@linkplain RedisListPusherBuilder#shards spread} over that many
   * lists, {@code QUEUE.0} and so on, of equal weight.
   */
  public RedisListSourceBuilder<T> shards(String queue, int count) {
    return shards(queue, count, 1);
  }

  /**
   * One of several queues that are spread over lists.
   *
   * @param weight of each of its lists, as of {@link #weightedLists}
   */
  public RedisListSourceBuilder<T> shards(String queue, int count, int weight) {
    atLeastOne(count, "shards of " + queue);
    Map<String, Integer> lists = new LinkedHashMap<>();
    Shards.names(queue, count).forEach(name -> lists.put(name, weight));
    return weightedLists(lists);
  }

  /**
   * Finds the key of a message, by which {@link Ordering#KEY} keeps order, in the message itself;
   * by default it is that of its envelope, which what other clients push has none of. Called on the
   * producers' threads; a message for which it throws is taken for one that is no payload.
   */
  public RedisListSourceBuilder<T> keyOf(Function<? super Message<T>, Optional<String>> value) {
    key = Optional.of(value);
    return this;
  }

  /** What becomes of messages in a worker that dies; they come back unless set. */
  public RedisListSourceBuilder<T> mode(SourceMode value) {
    mode = requireNonNull(value);
    return this;
  }

  /** From which end elements are taken; {@link PopEnd#RIGHT}, for {@code LPUSH}, unless set. */
  public RedisListSourceBuilder<T> popEnd(PopEnd value) {
    popEnd = requireNonNull(value);
    return this;
  }

  /**
   * The order of the queue, and the same as the queue's. With any but {@link Ordering#NONE} a list
   * has one reader at a time.
   */
  public RedisListSourceBuilder<T> ordering(Ordering value) {
    ordering = requireNonNull(value);
    return this;
  }

  /**
   * How long messages are ours without a sign of life, at least 100 ms; 30 s unless set. A worker
   * that dies keeps others waiting for that long.
   */
  public RedisListSourceBuilder<T> lease(Duration value) {
    if (value.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException("lease must be at least 100 ms, got " + value);
    }
    lease = value;
    return this;
  }

  /**
   * How many elements one step on the server takes, 1 to 1,000; 100 unless set. A fetch of more
   * takes several steps in one round trip: a long step holds up everybody else on that server.
   */
  public RedisListSourceBuilder<T> batch(int value) {
    if (value < 1 || value > 1_000) {
      throw new IllegalArgumentException("batch must be between 1 and 1,000, got " + value);
    }
    batch = value;
    return this;
  }

  /** Consumes from a server also where its {@code maxmemory-policy} may throw jobs away. */
  public RedisListSourceBuilder<T> allowEviction() {
    allowsEviction = true;
    return this;
  }

  /** Where the source reports; by default nowhere. */
  public RedisListSourceBuilder<T> meters(MeterRegistry value, Iterable<Tag> withTags) {
    registry = requireNonNull(value);
    withTags.forEach(tags::add);
    return this;
  }

  /**
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public RedisListSource<T> build() {
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("name the lists");
    }
    if (queues.stream().map(QueueKeys::list).distinct().count() < queues.size()) {
      throw new IllegalArgumentException("a list is named twice: " + queues);
    }
    if (!weights.isEmpty() && weights.size() < queues.size()) {
      throw new IllegalArgumentException("give all lists a weight, or none");
    }
    boolean isOrdered = ordering != Ordering.NONE;
    if (isOrdered && mode == SourceMode.SIMPLE) {
      throw new IllegalArgumentException("order " + ordering + " needs the reliable mode");
    }
    if (location.timeout().compareTo(lease.dividedBy(3)) > 0) {
      location.timeout(lease.dividedBy(3));
    }
    return new RedisListSource<>(
        new SourceSettings<>(
            payload,
            key,
            ordering,
            location.toServers(),
            List.copyOf(queues),
            List.copyOf(weights),
            mode,
            new ClaimSettings(popEnd, isOrdered, lease, batch),
            allowsEviction,
            new ClaimMeters(registry, tags)));
  }

  private static int atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
    return value;
  }
}
