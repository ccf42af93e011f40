package io.millrace.redis;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of {@link RedisDelays}. Needs a server and a list. Not safe for several
 * threads.
 */
public final class RedisDelaysBuilder<T> {
  private final RedisPayload<T> payload;
  private final RedisLocation location = new RedisLocation();
  private @Nullable String list;
  private PopEnd popEnd = PopEnd.RIGHT;

  RedisDelaysBuilder(RedisPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /** As {@link RedisListSourceBuilder#address}. */
  public RedisDelaysBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on where Redis is: Sentinels, a cluster, TLS, credentials, timeouts. */
  public RedisDelaysBuilder<T> location(Consumer<RedisLocation> more) {
    more.accept(location);
    return this;
  }

  /** Where the jobs go in the end; of a queue that is spread over several, one of those. */
  public RedisDelaysBuilder<T> list(String value) {
    list = requireNonNull(value);
    return this;
  }

  /**
   * From which end the list is consumed; {@link PopEnd#RIGHT} unless set. Only {@link
   * RedisDelays#startMover} needs to know.
   */
  public RedisDelaysBuilder<T> popEnd(PopEnd value) {
    popEnd = requireNonNull(value);
    return this;
  }

  /**
   * Makes it; does not wait for Redis.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public RedisDelays<T> build() {
    if (list == null) {
      throw new IllegalArgumentException("name the list");
    }
    return new RedisDelays<>(payload, location.toServers(), QueueKeys.of(list), popEnd);
  }
}
