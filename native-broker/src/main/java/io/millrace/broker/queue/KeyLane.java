package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of one key in a queue whose consumers choose. */
final class KeyLane {
  final String key;

  /** Who takes them. */
  final List<Audience> audiences = new ArrayList<>(1);

  /** Those that were put aside. Null while none was. */
  private @Nullable ReadyLevels parked;

  /** Place of the first one that was put aside, valid while there are such. */
  private int headPriority;

  private long headOffset;

  KeyLane(String key) {
    this.key = key;
  }

  /** Whose turn it is among those who take them; null if none of them can be served. */
  @Nullable Consumer next() {
    return Audiences.next(audiences);
  }

  boolean isEmpty() {
    return parked == null || parked.isEmpty();
  }

  boolean contains(long offset) {
    return parked != null && parked.contains(offset);
  }

  long headOffset() {
    return headOffset;
  }

  /** Whether its first message comes before that place. */
  boolean isBefore(int priority, long offset) {
    return MessageGroup.compare(headPriority, headOffset, priority, offset) < 0;
  }

  void add(int priority, long offset) {
    if (parked == null) {
      parked = new ReadyLevels();
    }
    withdraw();
    parked.add(priority, offset);
    offer();
  }

  void remove(long offset) {
    withdraw();
    if (parked != null) {
      parked.remove(offset);
    }
    offer();
  }

  void clear() {
    withdraw();
    parked = null;
  }

  /** Those come who take them. */
  void join(Audience audience) {
    audiences.add(audience);
    if (!isEmpty()) {
      audience.lanes.add(this);
    }
  }

  private void withdraw() {
    if (!isEmpty()) {
      audiences.forEach(each -> each.lanes.remove(this));
    }
  }

  private void offer() {
    ReadyLevels left = parked;
    if (left == null || left.isEmpty()) {
      parked = null;
      return;
    }
    headPriority = left.highest();
    headOffset = left.first(headPriority);
    audiences.forEach(each -> each.lanes.add(this));
  }

  static int compareHeads(KeyLane one, KeyLane other) {
    return MessageGroup.compare(
        one.headPriority, one.headOffset, other.headPriority, other.headOffset);
  }
}
