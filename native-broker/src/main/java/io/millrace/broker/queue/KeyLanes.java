package io.millrace.broker.queue;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was put aside in a queue whose consumers choose by key.
 *
 * <p>A message is put aside when its turn comes and none of those who take its key can be served,
 * so that those behind it are found. As soon as one can, the first message of each key that he
 * takes competes with the first ready one by place: so each consumer gets what he takes in the
 * order of the queue.
 */
final class KeyLanes implements Aside {
  /** So many keys at most; beyond that, messages behind one of a further key wait for it. */
  static final int KEYS_LIMIT = 65_536;

  /** So many keys without messages are known still, to find again who takes them. */
  private static final int KNOWN_LIMIT = 1024;

  private final Audiences audiences;
  private final Map<String, KeyLane> byKey = new HashMap<>();

  /** How many keys have messages. */
  private int occupied;

  private final ReadyLevels parked = new ReadyLevels();

  KeyLanes(Audiences audiences) {
    this.audiences = audiences;
  }

  /** The key of a message. */
  static String keyOf(Envelope envelope) {
    String key = envelope.group();
    return key == null ? "" : key;
  }

  @Override
  public ReadyLevels parked() {
    return parked;
  }

  /** The messages of one key. */
  KeyLane lane(Envelope envelope) {
    String key = keyOf(envelope);
    KeyLane known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.size() - occupied >= KNOWN_LIMIT) {
      byKey.values().removeIf(KeyLane::isEmpty);
    }
    KeyLane lane = new KeyLane(key);
    for (Audience audience : audiences.all()) {
      if (audience.filter.takes(key)) {
        lane.join(audience);
      }
    }
    byKey.put(key, lane);
    return lane;
  }

  /** The first of those put aside for which somebody can be served; null if there is none. */
  @Nullable KeyLane first() {
    if (parked.isEmpty()) {
      return null;
    }
    KeyLane best = null;
    for (Audience audience : audiences.all()) {
      KeyLane first = audience.lanes.isEmpty() ? null : audience.lanes.first();
      if (first != null
          && audience.next() != null
          && (best == null || KeyLane.compareHeads(first, best) < 0)) {
        best = first;
      }
    }
    return best;
  }

  /** The first of those put aside that have a key which is wanted; null if there is none. */
  @Nullable KeyLane first(KeyFilter wanted) {
    if (parked.isEmpty()) {
      return null;
    }
    KeyLane best = null;
    for (KeyLane lane : byKey.values()) {
      if (!lane.isEmpty()
          && (best == null || KeyLane.compareHeads(lane, best) < 0)
          && wanted.takes(lane.key)) {
        best = lane;
      }
    }
    return best;
  }

  /** Puts a message aside; false if there are too many keys. */
  boolean park(KeyLane lane, int priority, long offset) {
    if (lane.isEmpty()) {
      if (occupied >= KEYS_LIMIT) {
        return false;
      }
      occupied++;
    }
    lane.add(priority, offset);
    parked.add(priority, offset);
    return true;
  }

  @Override
  public boolean remove(Envelope envelope, long offset) {
    KeyLane lane = byKey.get(keyOf(envelope));
    if (lane == null || !lane.contains(offset)) {
      return false;
    }
    lane.remove(offset);
    parked.remove(offset);
    occupied -= lane.isEmpty() ? 1 : 0;
    return true;
  }

  @Override
  public void clearParked() {
    byKey.values().forEach(KeyLane::clear);
    parked.clear();
    occupied = 0;
  }

  /** Those come who take other keys than others do. */
  void joined(Audience audience) {
    for (KeyLane lane : byKey.values()) {
      if (audience.filter.takes(lane.key)) {
        lane.join(audience);
      }
    }
  }

  /** None of them is left. */
  void left(Audience audience) {
    byKey.values().forEach(lane -> lane.audiences.remove(audience));
    audience.lanes.clear();
  }
}
