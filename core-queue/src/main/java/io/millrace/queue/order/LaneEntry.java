package io.millrace.queue.order;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Something with a key that must keep its order; carries the links of {@link KeyLanes}, which
 * therefore allocates nothing.
 *
 * @param <E> the subclass itself
 */
public abstract class LaneEntry<E extends LaneEntry<E>> {
  private static final VarHandle NEXT_OF_KEY;

  static {
    try {
      NEXT_OF_KEY =
          MethodHandles.lookup().findVarHandle(LaneEntry.class, "nextOfKey", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Stands behind an entry that left as the last of its lane, and is known by its key still. */
  private static final Object ENDED = new Object();

  /** Stands behind an entry that left and that no lane knows. */
  private static final Object FORGOTTEN = new Object();

  final @Nullable Object orderKey;
  final int hash;

  /**
   * While this entry is the last of its lane: the last of another lane of the same bucket. Guarded
   * by the bucket's lock.
   */
  @Nullable E nextInBucket;

  /**
   * The entry of the same key that comes after this one; null while there is none; one of the
   * markers once this one has left. From null it is changed by a compare-and-set, as whoever enters
   * behind this entry and whoever leaves with it may meet; otherwise by the one who leaves.
   */
  @SuppressWarnings("unused") // through NEXT_OF_KEY
  private volatile @Nullable Object nextOfKey;

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

  /** Puts an entry behind this one, which has not entered or is the last that has not left. */
  final void link(E after) {
    NEXT_OF_KEY.setRelease(this, after);
  }

  /** Puts an entry behind this one, the last of its lane, unless this one has left. */
  final boolean append(E after) {
    return NEXT_OF_KEY.compareAndSet(this, null, after);
  }

  /** The entry behind this one, which has not left. */
  @SuppressWarnings("unchecked")
  final @Nullable E behind() {
    return (E) NEXT_OF_KEY.getAcquire(this);
  }

  /** Leaves; answers the entry behind. */
  final @Nullable E leave() {
    E next = behind();
    if (next == null) {
      if (NEXT_OF_KEY.compareAndSet(this, null, ENDED)) {
        return null;
      }
      next = behind();
    }
    // It must not hold those behind it: one that the collector has moved to the old generation
    // would keep all that come after it from being collected while they are young.
    NEXT_OF_KEY.setRelease(this, FORGOTTEN);
    return next;
  }

  /** Whether a lane may know this entry, though it has left. */
  final boolean isEnded() {
    return NEXT_OF_KEY.getAcquire(this) == ENDED;
  }

  /** Whether this entry has not left. */
  final boolean isInLane() {
    Object next = NEXT_OF_KEY.getAcquire(this);
    return next != ENDED && next != FORGOTTEN;
  }

  /** Notes that no lane knows this entry, which has left. */
  final void forget() {
    NEXT_OF_KEY.setRelease(this, FORGOTTEN);
  }
}
