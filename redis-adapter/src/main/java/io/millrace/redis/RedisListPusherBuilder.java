package io.millrace.redis;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.push.Gathering;
import io.millrace.redis.push.ListWriter;
import io.millrace.redis.push.PushSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link RedisListPusher}. Needs a server and a list. Not safe for
 * several threads.
 */
public final class RedisListPusherBuilder<T> {
  private final RedisPayload<T> payload;
  private final RedisLocation location = new RedisLocation();
  private @Nullable String list;
  private @Nullable String name;
  private int shards = 1;
  private PopEnd popEnd = PopEnd.RIGHT;
  private int batchMessages = 500;
  private int batchBytes = 1 << 20;
  private Duration linger = Duration.ofMillis(1);
  private Duration window = Duration.ZERO;
  private int replicas;
  private Duration replicaTimeout = Duration.ofSeconds(1);

  RedisListPusherBuilder(RedisPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /** As {@link RedisListSourceBuilder#address}. */
  public RedisListPusherBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on where Redis is: Sentinels, a cluster, TLS, credentials, timeouts. */
  public RedisListPusherBuilder<T> location(Consumer<RedisLocation> more) {
    more.accept(location);
    return this;
  }

  /** Where everything goes; it also gives the pusher its name. */
  public RedisListPusherBuilder<T> list(String value) {
    list = requireNonNull(value);
    return this;
  }

  /**
   * Dead letters of that list go where its sources put what they cannot read, behind one another:
   * {@code {LIST}:dead}, which {@link io.millrace.redis.deadletter.DeadLetterList} reads.
   */
  public RedisListPusherBuilder<T> deadLettersOf(String queue) {
    return list(QueueKeys.of(queue).dead()).popEnd(PopEnd.LEFT);
  }

  /**
   * Spreads the queue over that many lists, {@code LIST.0} and so on, and so over the nodes of a
   * cluster. Messages of one key go to one of them. Its sources read all of them.
   */
  public RedisListPusherBuilder<T> shards(int value) {
    shards = atLeast(1, value, "shards");
    return this;
  }

  /** What an operator calls it. */
  public RedisListPusherBuilder<T> name(String value) {
    name = requireNonNull(value);
    return this;
  }

  /** From which end the list is consumed; {@link PopEnd#RIGHT} unless set: pushed on the left. */
  public RedisListPusherBuilder<T> popEnd(PopEnd value) {
    popEnd = requireNonNull(value);
    return this;
  }

  /** How many messages one command pushes at most; 500 unless set. */
  public RedisListPusherBuilder<T> batchMessages(int value) {
    batchMessages = atLeast(1, value, "batchMessages");
    return this;
  }

  /** After how many bytes a command takes no more messages; 1 MiB unless set. */
  public RedisListPusherBuilder<T> batchBytes(int value) {
    batchBytes = atLeast(1, value, "batchBytes");
    return this;
  }

  /**
   * Pushes a message whose {@link RedisHeaders#ID} was pushed to this list within that time not
   * again, and counts it as safe. Then a push that has failed, and may have been taken all the
   * same, can be repeated without a duplicate. Redis keeps each id for that time.
   */
  public RedisListPusherBuilder<T> deduplicate(Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException("the window must be at least 1 ms, got " + value);
    }
    window = value;
    return this;
  }

  /**
   * How long a message that was {@linkplain RedisListPusher#send sent} waits for others at most; 1
   * ms unless set, which is also the least. A push waits for nobody.
   */
  public RedisListPusherBuilder<T> linger(Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException("linger must be at least 1 ms, got " + value);
    }
    linger = value;
    return this;
  }

  /**
   * Counts messages as safe only when that many replicas have them too ({@code WAIT}); none unless
   * set. A fail-over may lose what its new master did not have, which this makes less likely and
   * does not exclude: see {@code docs/redis.md}.
   *
   * @param timeout how long to wait for them; after that the push fails, and what it pushed stays
   */
  public RedisListPusherBuilder<T> replicas(int value, Duration timeout) {
    replicas = atLeast(0, value, "replicas");
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1 ms, got " + timeout);
    }
    replicaTimeout = timeout;
    return this;
  }

  /**
   * Makes the pusher; does not wait for Redis.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public RedisListPusher<T> build() {
    if (list == null) {
      throw new IllegalArgumentException("name the list");
    }
    RedisServers servers = location.toServers();
    PushSettings settings =
        new PushSettings(popEnd, batchMessages, batchBytes, window, replicas, replicaTimeout);
    List<ListWriter> writers =
        Shards.names(list, shards).stream()
            .map(each -> new ListWriter(servers, QueueKeys.of(each), settings))
            .toList();
    String called = name == null ? "redis " + list : name;
    Gathering gathering = new Gathering(called, writers, batchBytes, linger);
    return new RedisListPusher<>(called, payload, servers, new Shards(shards), writers, gathering);
  }

  private static int atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }
}
