package io.millrace.queue.order;

import org.jspecify.annotations.Nullable;

/**
 * Something with a key that must keep its order; carries the links of {@link KeyLanes}, which
 * therefore allocates nothing.
 *
 * @param <E> the subclass itself
 */
public abstract class LaneEntry<E extends LaneEntry<E>> {
  final @Nullable Object orderKey;
  final int hash;

  /** While this entry runs: the next running entry of the same bucket. */
  @Nullable E nextInBucket;

  /** The entry of the same key that comes after this one. */
  @Nullable E nextOfKey;

  /** While this entry runs and others wait behind it: the last of them. */
  @Nullable E lastOfKey;

  /**
   * @param orderKey what entries must share to be kept in order, by {@link Object#equals}; null for
   *     none
   */
  protected LaneEntry(@Nullable Object orderKey) {
    this.orderKey = orderKey;
    int h = orderKey == null ? 0 : orderKey.hashCode();
    this.hash = h ^ (h >>> 16);
  }

  /** What entries share to be kept in order, or null. */
  protected final @Nullable Object orderKey() {
    return orderKey;
  }

  /** Whether it has an order to keep at all. */
  public final boolean isOrdered() {
    return orderKey != null;
  }
}
