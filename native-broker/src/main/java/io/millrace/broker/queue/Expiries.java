package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** When messages that wait expire. */
final class Expiries {
  /** Null while none did. */
  private @Nullable TimeIndex index;

  /** Whether a replay has left entries of messages that do not wait. */
  private boolean leftovers;

  void add(long offset, Envelope envelope) {
    if (envelope.expiresAtMillis() != Envelope.NEVER) {
      index().add(envelope.expiresAtMillis(), offset);
    }
  }

  void remove(long offset, Envelope envelope) {
    if (index != null && envelope.expiresAtMillis() != Envelope.NEVER) {
      index.remove(envelope.expiresAtMillis(), offset);
    }
  }

  /** Messages do not wait any more of which nothing is known: their entries stay. */
  void leaveBehind() {
    leftovers |= index != null;
  }

  /** Forgets what was left behind: all but what waits. */
  void dropLeftovers(ReadyLevels waiting) {
    TimeIndex all = index;
    if (all != null && leftovers) {
      index = all.filter((time, offset) -> waiting.contains(offset));
      leftovers = false;
    }
  }

  /** When the first message expires; {@link Envelope#NEVER} if none does. */
  long firstMillis() {
    return index == null ? Envelope.NEVER : index.firstMillis();
  }

  /** Takes the first run out. */
  Offsets pollFirst(int limit) {
    return index().pollFirst(limit);
  }

  void clear() {
    index = null;
  }

  void forEach(TimeIndex.Visitor visitor) {
    if (index != null) {
      index.scan(0, 0, visitor);
    }
  }

  void restore(long time, long from, long to) {
    index().addRange(time, from, to);
  }

  private TimeIndex index() {
    if (index == null) {
      index = new TimeIndex();
    }
    return index;
  }
}
