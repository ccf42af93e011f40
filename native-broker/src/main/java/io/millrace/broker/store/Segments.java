package io.millrace.broker.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The segments that there are, and which of them are worth giving up.
 *
 * <p><b>Threads:</b> the checkpoint thread's; {@link #figures} is read by any.
 */
final class Segments {
  /** As much is moved in one checkpoint, at most, to give back what is dead beside it. */
  private static final long MOST_MOVED_BYTES = 32 << 20;

  private final Map<Long, Segment> byNumber = new LinkedHashMap<>();
  private volatile Figures figures = new Figures(0, 0, 0);

  /** Sums over all segments. */
  record Figures(int count, long sizeBytes, long liveBytes) {}

  void add(Segment segment) {
    byNumber.put(segment.number(), segment);
    publish();
  }

  void remove(Set<Segment> gone) {
    gone.forEach(segment -> byNumber.remove(segment.number()));
    publish();
  }

  void changeLive(Map<Segment, Long> change) {
    change.forEach(Segment::changeLiveBytes);
    publish();
  }

  List<Long> numbersBut(Set<Segment> without) {
    List<Long> numbers = new ArrayList<>();
    for (Segment segment : byNumber.values()) {
      if (!without.contains(segment)) {
        numbers.add(segment.number());
      }
    }
    return numbers;
  }

  /** Those without a live message. */
  Set<Segment> dead() {
    Set<Segment> dead = new LinkedHashSet<>();
    for (Segment segment : byNumber.values()) {
      if (segment.liveBytes() <= 0) {
        dead.add(segment);
      }
    }
    return dead;
  }

  /** Those of which more than half is dead, as far as moving the rest is not too much at once. */
  Set<Segment> victims() {
    List<Segment> worst = new ArrayList<>();
    for (Segment segment : byNumber.values()) {
      if (segment.liveBytes() * 2 < segment.sizeBytes()) {
        worst.add(segment);
      }
    }
    worst.sort(Comparator.comparingLong(Segment::liveBytes));
    Set<Segment> victims = new LinkedHashSet<>();
    long moved = 0;
    for (Segment segment : worst) {
      moved += segment.liveBytes();
      if (moved > MOST_MOVED_BYTES && !victims.isEmpty()) {
        break;
      }
      victims.add(segment);
    }
    return victims;
  }

  Figures figures() {
    return figures;
  }

  private void publish() {
    long size = 0;
    long live = 0;
    for (Segment segment : byNumber.values()) {
      size += segment.sizeBytes();
      live += segment.liveBytes();
    }
    figures = new Figures(byNumber.size(), size, live);
  }
}
