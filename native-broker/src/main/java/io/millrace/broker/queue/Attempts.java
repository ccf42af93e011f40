package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** How often messages were delivered in vain; nothing is kept of those that never were. */
final class Attempts {
  /** Failed attempts; 0 where a return did not count. Null while nothing was returned. */
  private @Nullable OffsetMap<Integer> counts;

  /** Messages below may have been delivered before an unclean stop. */
  private long suspectBelow;

  boolean isEmpty() {
    return counts == null || counts.isEmpty();
  }

  int count(long offset) {
    Integer count = counts == null ? null : counts.get(offset);
    return count == null ? 0 : count;
  }

  /** Whether a message may have been delivered before. */
  boolean isRedelivered(long offset) {
    return offset < suspectBelow || (counts != null && counts.contains(offset));
  }

  void failed(long offset) {
    set(offset, count(offset) + 1);
  }

  /** It was delivered and given back, but that does not count. */
  void returned(long offset) {
    set(offset, count(offset));
  }

  void set(long offset, int count) {
    if (counts == null) {
      counts = new OffsetMap<>();
    }
    counts.put(offset, count);
  }

  void forget(long offset) {
    if (counts != null && !counts.isEmpty()) {
      counts.remove(offset);
    }
  }

  /** Forgets all messages but those in a set. */
  void retain(OffsetRuns survivors) {
    if (counts == null) {
      return;
    }
    OffsetMap<Integer> retained = new OffsetMap<>();
    counts.forEach(
        (offset, count) -> {
          if (survivors.contains(offset)) {
            retained.put(offset, count);
          }
        });
    counts = retained;
  }

  void suspectBelow(long offset) {
    suspectBelow = offset;
  }

  long suspectBelow() {
    return suspectBelow;
  }

  void forEach(OffsetMap.Visitor<Integer> visitor) {
    if (counts != null) {
      counts.forEach(visitor);
    }
  }
}
