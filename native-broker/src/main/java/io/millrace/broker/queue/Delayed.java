package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The messages that are not to be delivered before some time. */
final class Delayed {
  /** Null while there was none. */
  private @Nullable OffsetRuns offsets;

  /** When they are due. Null while there was none. */
  private @Nullable TimeIndex due;

  /** When those are due that were delayed by a failed attempt. Null while there was none. */
  private @Nullable OffsetMap<Long> retries;

  /** Whether a replay has left entries in {@code due} that are not right any more. */
  private boolean leftovers;

  long size() {
    return offsets == null ? 0 : offsets.size();
  }

  /** To look at. */
  OffsetRuns offsets() {
    return offsets == null ? new OffsetRuns() : offsets;
  }

  /** A new message that is due later. */
  void add(long offset, long dueAtMillis) {
    changeable().add(offset);
    due().add(dueAtMillis, offset);
  }

  /** A message that is to be tried again later. */
  void addRetry(long offset, long dueAtMillis) {
    add(offset, dueAtMillis);
    retries().put(offset, TimeIndex.step(dueAtMillis));
  }

  boolean isRetry(long offset) {
    return retries != null && retries.contains(offset);
  }

  void forEachRetry(LongConsumer action) {
    if (retries != null) {
      retries.forEach((offset, time) -> action.accept(offset));
    }
  }

  /** Takes a message out. */
  void remove(long offset, Envelope envelope) {
    Long retry = retries == null ? null : retries.get(offset);
    due().remove(retry == null ? envelope.dueAtMillis() : retry, offset);
    forget(offset);
  }

  /** When the first one is due; {@link Envelope#NEVER} if there is none. */
  long firstMillis() {
    return due == null ? Envelope.NEVER : due.firstMillis();
  }

  /** Takes the first run out of the order; {@link #forget} is to follow for each of it. */
  Offsets pollFirst(int limit) {
    return due().pollFirst(limit);
  }

  /** Takes a message out that is not in the order any more; returns whether it was here. */
  boolean forget(long offset) {
    if (retries != null) {
      retries.remove(offset);
    }
    return offsets != null && offsets.remove(offset);
  }

  /** Takes a message out while its time is not known, which leaves its entry behind. */
  boolean removeUnread(long offset) {
    leftovers |= due != null;
    return forget(offset);
  }

  /** Takes all messages out but those in a set, while their times are not known. */
  void retainUnread(OffsetRuns survivors) {
    OffsetRuns all = offsets().copy();
    all.forEach(
        offset -> {
          if (!survivors.contains(offset)) {
            removeUnread(offset);
          }
        });
  }

  /** Forgets the entries that were left behind. */
  void dropLeftovers() {
    if (due != null && leftovers) {
      due = due.filter(this::isRight);
      leftovers = false;
    }
  }

  private boolean isRight(long time, long offset) {
    Long retry = retries == null ? null : retries.get(offset);
    return offsets().contains(offset) && (retry == null || retry == time);
  }

  /** Visits all from a time and offset on, in the order in which they are due. */
  void scan(long time, long offset, TimeIndex.Visitor visitor) {
    if (due != null) {
      due.scan(time, offset, visitor);
    }
  }

  /** Lists messages in the order in which they are due, from the one after another one on. */
  List<DelayedMessage> list(DelayedMessage after, int limit) {
    List<DelayedMessage> page = new ArrayList<>();
    scan(
        after.dueAtMillis(),
        after.offset(),
        (time, from, to) -> {
          long first = time == after.dueAtMillis() ? Math.max(from, after.offset() + 1) : from;
          for (long offset = first; offset < to && page.size() < limit; offset++) {
            page.add(new DelayedMessage(offset, time));
          }
          return page.size() < limit;
        });
    return page;
  }

  void restore(OffsetRuns others) {
    if (!others.isEmpty()) {
      changeable().addAll(others);
    }
  }

  /**
   * Restores when messages are due.
   *
   * @param attempts by which those are told that were delayed by a failed one
   */
  void restoreDue(long time, long from, long to, Attempts attempts) {
    due().addRange(time, from, to);
    for (long offset = from; !attempts.isEmpty() && offset < to; offset++) {
      if (attempts.count(offset) > 0) {
        retries().put(offset, time);
      }
    }
  }

  private OffsetRuns changeable() {
    if (offsets == null) {
      offsets = new OffsetRuns();
    }
    return offsets;
  }

  private TimeIndex due() {
    if (due == null) {
      due = new TimeIndex();
    }
    return due;
  }

  private OffsetMap<Long> retries() {
    if (retries == null) {
      retries = new OffsetMap<>();
    }
    return retries;
  }
}
