package io.millrace.redis.deadletter;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WalkedLetters;
import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects where dead letters are in a list, the oldest on its left, and makes a store of them.
 * Their ids are digests of them.
 *
 * <p>A redriven dead letter is safe in its target before it is taken out of the list. A crash in
 * between repeats at most one batch of 500, and loses none. Two redrives of one list at the same
 * time may send letters twice, and miss some, which stay: run one at a time.
 *
 * <p><b>Failure:</b> a {@link redis.clients.jedis.exceptions.JedisException}. Not safe for several
 * threads.
 */
public final class DeadLetterList {
  private final Set<String> origins = new LinkedHashSet<>();
  private Consumer<RedisLocation> place = location -> {};
  private @Nullable QueueKeys list;
  private PopEnd popEnd = PopEnd.RIGHT;

  private DeadLetterList() {}

  public static DeadLetterList builder() {
    return new DeadLetterList();
  }

  /** A server, see {@link RedisLocation#address}; several for Sentinels and clusters. */
  public DeadLetterList address(String address) {
    return location(location -> location.address(address));
  }

  /** Says more on where Redis is: Sentinels, a cluster, TLS, credentials, timeouts. */
  public DeadLetterList location(Consumer<RedisLocation> more) {
    place = place.andThen(more);
    return this;
  }

  /** The dead letters of this list, which are sent back to it and to its shards. */
  public DeadLetterList of(String queue) {
    list = QueueKeys.of(QueueKeys.of(queue).dead());
    return origins(Set.of(queue));
  }

  /** The list that holds the dead letters, by its own name. */
  public DeadLetterList list(String name) {
    list = QueueKeys.of(name);
    return this;
  }

  /** Lists that dead letters may be sent back to. Called again, it adds. */
  public DeadLetterList origins(Collection<String> lists) {
    origins.addAll(lists);
    return this;
  }

  /** From which end the origins are consumed; {@link PopEnd#RIGHT} unless set. */
  public DeadLetterList popEnd(PopEnd value) {
    popEnd = requireNonNull(value);
    return this;
  }

  /**
   * Makes the store; does not wait for Redis.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public DeadLetterStore build() {
    if (list == null) {
      throw new IllegalArgumentException("name the list");
    }
    RedisLocation location = new RedisLocation();
    place.accept(location);
    return new WalkedLetters(
        new ListPlace(
            location.toServers(), list, new Origins(place, List.copyOf(origins), popEnd)));
  }
}
