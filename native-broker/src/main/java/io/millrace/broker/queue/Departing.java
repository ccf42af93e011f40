package io.millrace.broker.queue;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages on their way to where dead letters go. A few of them are sent at a time. */
final class Departing {
  /** Sent and not yet durable there, at most. */
  static final int WINDOW = 256;

  /** An empty one that cannot change while nothing has ever departed. */
  private Map<DeadLetterReason, OffsetRuns> byReason = Map.of();

  /** Those whose turn has not come. Null while nothing has ever departed. */
  private @Nullable OffsetRuns unsent;

  private int sent;

  long size() {
    return unsent == null ? 0 : unsent.size() + sent;
  }

  void add(long offset, DeadLetterReason reason) {
    runs(reason).add(offset);
    unsent().add(offset);
  }

  private OffsetRuns runs(DeadLetterReason reason) {
    if (byReason.isEmpty()) {
      byReason = new EnumMap<>(DeadLetterReason.class);
    }
    return byReason.computeIfAbsent(reason, key -> new OffsetRuns());
  }

  private OffsetRuns unsent() {
    if (unsent == null) {
      unsent = new OffsetRuns();
    }
    return unsent;
  }

  /** Takes the next one whose turn it is; -1 if there is none. */
  long send() {
    if (unsent == null || unsent.isEmpty() || sent >= WINDOW) {
      return -1;
    }
    sent++;
    return unsent.pollFirst();
  }

  boolean isSent(long offset) {
    return reason(offset) != null && !unsent().contains(offset);
  }

  /** Why a message departs; null if it does not. */
  @Nullable DeadLetterReason reason(long offset) {
    for (Map.Entry<DeadLetterReason, OffsetRuns> entry : byReason.entrySet()) {
      if (entry.getValue().contains(offset)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** Takes a message out that is gone; returns whether it was there. */
  boolean remove(long offset) {
    DeadLetterReason reason = reason(offset);
    if (reason == null) {
      return false;
    }
    byReason.computeIfPresent(
        reason, (key, runs) -> runs.remove(offset) && runs.isEmpty() ? null : runs);
    if (!unsent().remove(offset)) {
      sent--;
    }
    return true;
  }

  Map<DeadLetterReason, OffsetRuns> byReason() {
    return byReason;
  }

  void restore(DeadLetterReason reason, OffsetRuns offsets) {
    runs(reason).addAll(offsets);
    unsent().addAll(offsets);
  }
}
