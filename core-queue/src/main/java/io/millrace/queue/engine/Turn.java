package io.millrace.queue.engine;

import io.millrace.queue.order.KeyLanes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one key, while one thread works off deliveries of that key: takes several out of
 * their lane at once, since each visit there costs a lock, and gives them out one by one.
 *
 * <p>In the lane the turn is that of the first one taken, also when it is settled already; the
 * others neither wait nor run there until they are done or {@link #leaveTo} puts them back.
 *
 * <p>Belongs to its outbox's owner.
 */
final class Turn<T> {
  private final KeyLanes<Delivery<T>> lanes;
  private final @Nullable Delivery<T>[] taken;
  private int atOnce;
  private int next;
  private int end;

  /** The delivery whose turn it is in the lane; null if that is the one being worked on. */
  private @Nullable Delivery<T> holder;

  /**
   * @param most how many to take out of a lane at once at most
   */
  Turn(KeyLanes<Delivery<T>> lanes, int most) {
    this.lanes = lanes;
    @SuppressWarnings({"unchecked", "rawtypes"})
    @Nullable Delivery<T>[] array = new Delivery[most];
    taken = array;
    atOnce = most;
  }

  void takeAtOnce(int count) {
    atOnce = Math.min(count, taken.length);
  }

  /** The next delivery of the key after one that is done; null when none waits: the turn ends. */
  @Nullable Delivery<T> after(Delivery<T> done) {
    if (next == end) {
      Delivery<T> leaving = holder == null ? done : holder;
      next = 0;
      end = lanes.leave(leaving, taken, atOnce);
      if (end == 0) {
        holder = null;
        return null;
      }
      holder = end == 1 ? null : taken[0];
    }
    Delivery<T> delivery = taken[next];
    taken[next++] = null;
    return delivery;
  }

  /** Ends with a delivery that is not done: its turn goes on, with the others behind it. */
  void leaveTo(Delivery<T> delivery) {
    Delivery<T> leaving = holder;
    if (leaving == null) {
      return;
    }
    if (leaving == delivery) {
      lanes.giveBack(leaving, taken, next, end);
    } else {
      taken[next - 1] = delivery;
      lanes.giveBack(leaving, taken, next - 1, end);
      Delivery<T> now = lanes.leave(leaving);
      if (now != delivery) {
        throw new IllegalStateException("a key's turn went to " + now + " instead of " + delivery);
      }
    }
    holder = null;
    next = end;
    Arrays.fill(taken, 0, end, null);
  }
}
