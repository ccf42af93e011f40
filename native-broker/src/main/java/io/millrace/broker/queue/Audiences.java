package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of a queue by the keys that they take. In a queue whose consumers do not choose
 * there is one audience, or none.
 */
final class Audiences {
  private final List<Audience> all = new ArrayList<>(1);

  /** Told who comes and goes, in a queue whose consumers choose. */
  private @Nullable KeyLanes lanes;

  /** Grows with each turn. */
  private long lastTurn;

  /** From now on whose messages are put aside is told who comes and goes. */
  void tell(@Nullable KeyLanes other) {
    lanes = other;
    if (other != null) {
      all.forEach(other::joined);
    }
  }

  List<Audience> all() {
    return all;
  }

  /** That of a consumer which comes. */
  Audience join(KeyFilter filter) {
    Audience audience = find(filter);
    if (audience == null) {
      audience = new Audience(filter);
      all.add(audience);
      if (lanes != null) {
        lanes.joined(audience);
      }
    }
    audience.join();
    return audience;
  }

  private @Nullable Audience find(KeyFilter filter) {
    for (Audience each : all) {
      if (each.filter.equals(filter)) {
        return each;
      }
    }
    return null;
  }

  /** A consumer of it is gone. */
  void leave(Audience audience) {
    if (audience.leave()) {
      all.remove(audience);
      if (lanes != null) {
        lanes.left(audience);
      }
    }
  }

  /** Whose turn it is among all; null if nobody can be served. */
  @Nullable Consumer next() {
    return next(all);
  }

  /**
   * Whose turn it is among those audiences: of the highest priority the one that was served least
   * recently.
   */
  static @Nullable Consumer next(List<Audience> audiences) {
    Consumer best = null;
    for (int i = 0; i < audiences.size(); i++) {
      Consumer next = audiences.get(i).next();
      if (next != null && (best == null || isBefore(next, best))) {
        best = next;
      }
    }
    return best;
  }

  private static boolean isBefore(Consumer one, Consumer other) {
    return one.priority == other.priority
        ? one.lastTurn < other.lastTurn
        : one.priority > other.priority;
  }

  /** Others come first now, of whatever audience. */
  void moveBack(Consumer consumer) {
    consumer.lastTurn = ++lastTurn;
  }
}
