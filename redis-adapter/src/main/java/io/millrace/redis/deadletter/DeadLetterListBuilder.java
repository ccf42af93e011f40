package io.millrace.redis.deadletter;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link DeadLetterList}. Not safe for several threads. */
public final class DeadLetterListBuilder {
  private final Set<String> origins = new LinkedHashSet<>();
  private Consumer<RedisLocation> place = location -> {};
  private @Nullable QueueKeys list;
  private PopEnd popEnd = PopEnd.RIGHT;

  DeadLetterListBuilder() {}

  /** A server, see {@link RedisLocation#address}; several for Sentinels and clusters. */
  public DeadLetterListBuilder address(String address) {
    return location(location -> location.address(address));
  }

  /** Says more on where Redis is: Sentinels, a cluster, TLS, credentials, timeouts. */
  public DeadLetterListBuilder location(Consumer<RedisLocation> more) {
    place = place.andThen(more);
    return this;
  }

  /** The dead letters of this list, which are sent back to it and to its shards. */
  public DeadLetterListBuilder of(String queue) {
    list = QueueKeys.of(QueueKeys.of(queue).dead());
    return origins(Set.of(queue));
  }

  /** The list that holds the dead letters, by its own name. */
  public DeadLetterListBuilder list(String name) {
    list = QueueKeys.of(name);
    return this;
  }

  /** Lists that dead letters may be sent back to. Called again, it adds. */
  public DeadLetterListBuilder origins(Collection<String> lists) {
    origins.addAll(lists);
    return this;
  }

  /** From which end the origins are consumed; {@link PopEnd#RIGHT} unless set. */
  public DeadLetterListBuilder popEnd(PopEnd value) {
    popEnd = requireNonNull(value);
    return this;
  }

  /**
   * Makes it; does not wait for Redis.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public DeadLetterList build() {
    if (list == null) {
      throw new IllegalArgumentException("name the list");
    }
    RedisLocation location = new RedisLocation();
    place.accept(location);
    return new DeadLetterList(
        location.toServers(), list, new Origins(place, List.copyOf(origins), popEnd));
  }
}
