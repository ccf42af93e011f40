package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** The messages that may be delivered now, or as soon as nobody holds their group. */
final class Waiting {
  private static final Envelope NOTHING = Envelope.plain(0, 0);

  private final QueueLog log;
  private final ReadyLevels ready = new ReadyLevels();

  /** Those that wait and expire. Null while none did. */
  private @Nullable TimeIndex expiries;

  /** Whether a replay has left entries in {@code expiries} of messages that do not wait. */
  private boolean leftovers;

  /** Null in a queue without groups. */
  private @Nullable MessageGroups groups;

  private int maxPriority;

  /** What the message polled last is like. */
  private Envelope polled = NOTHING;

  Waiting(QueueLog log) {
    this.log = log;
  }

  /**
   * Takes over the rules of the queue; the groups of messages in flight are for the caller to hold.
   */
  void configure(QueueOptions options) {
    maxPriority = options.maxPriority();
    if (options.messageGroups() == (groups != null)) {
      return;
    }
    if (groups != null) {
      groups.parked().forEachLevel(ready::addAll);
    }
    groups = options.messageGroups() ? new MessageGroups() : null;
  }

  long size() {
    return groups == null ? ready.size() : ready.size() + groups.parked().size();
  }

  boolean contains(long offset) {
    return ready.contains(offset) || (groups != null && groups.parked().contains(offset));
  }

  void add(long offset, Envelope envelope) {
    ready.add(Math.min(envelope.priority(), maxPriority), offset);
    if (envelope.expiresAtMillis() != Envelope.NEVER) {
      expiries().add(envelope.expiresAtMillis(), offset);
    }
  }

  /** Takes a message out. */
  void remove(long offset, Envelope envelope) {
    String key = envelope.group();
    if (!ready.remove(offset) && (groups == null || key == null || !groups.remove(key, offset))) {
      throw new IllegalStateException("not waiting: " + offset);
    }
    forgetExpiry(offset, envelope);
  }

  /** Takes a message out while nothing is known of it, which leaves its expiry behind. */
  boolean removeUnread(long offset) {
    leftovers |= expiries != null;
    return ready.remove(offset);
  }

  /** Takes all messages out but those in a set, while nothing is known of them. */
  void retainUnread(OffsetRuns survivors) {
    leftovers |= expiries != null;
    ready.retain(survivors);
  }

  /** Forgets the expiries that were left behind. */
  void dropLeftovers() {
    TimeIndex all = expiries;
    if (all != null && leftovers) {
      expiries = all.filter((time, offset) -> ready.contains(offset));
      leftovers = false;
    }
  }

  /**
   * Takes out the message whose turn it is, and holds its group.
   *
   * @return -1 if there is none that may be delivered
   */
  long poll() {
    while (true) {
      MessageGroup released = groups == null ? null : groups.firstReleased();
      int priority = ready.highest();
      long offset = priority < 0 ? -1 : ready.first(priority);
      if (released != null
          && (offset < 0
              || MessageGroup.compare(released.headPriority, released.headOffset, priority, offset)
                  < 0)) {
        return takeParked(released);
      }
      if (offset < 0) {
        return -1;
      }
      Envelope envelope = log.envelope(offset);
      String key = envelope.group();
      if (groups == null || key == null || !groups.isHeld(key)) {
        return takeReady(priority, offset, envelope);
      }
      if (!groups.hasRoom()) {
        return released == null ? -1 : takeParked(released);
      }
      ready.remove(priority, offset);
      groups.park(key, priority, offset);
    }
  }

  /** Whether {@link #poll} would take out a message that came now. */
  boolean isClearFor(Envelope envelope) {
    String key = envelope.group();
    return ready.highest() < 0
        && (groups == null
            || (groups.firstReleased() == null && (key == null || !groups.isHeld(key))));
  }

  /** What {@link #poll} has returned last is like. */
  Envelope polled() {
    return polled;
  }

  private long takeReady(int priority, long offset, Envelope envelope) {
    ready.remove(priority, offset);
    taken(offset, envelope);
    return offset;
  }

  private long takeParked(MessageGroup group) {
    long offset = group.headOffset;
    Envelope envelope = log.envelope(offset);
    remove(offset, envelope);
    taken(offset, envelope);
    return offset;
  }

  private void taken(long offset, Envelope envelope) {
    polled = envelope;
    forgetExpiry(offset, envelope);
    hold(envelope);
  }

  /** A message of this kind is in flight, or waits to be tried again. */
  void hold(Envelope envelope) {
    String key = envelope.group();
    if (groups != null && key != null) {
      groups.hold(key);
    }
  }

  /** The end of {@link #hold}. */
  void release(Envelope envelope) {
    String key = envelope.group();
    if (groups != null && key != null) {
      groups.release(key);
    }
  }

  /** The oldest message of the lowest priority, or -1. */
  long victim() {
    int lowest = ready.lowest();
    int parkedLowest = groups == null ? -1 : groups.parked().lowest();
    if (groups == null || parkedLowest < 0) {
      return lowest < 0 ? -1 : ready.first(lowest);
    }
    long parked = groups.parked().first(parkedLowest);
    if (lowest < 0 || parkedLowest < lowest) {
      return parked;
    }
    long first = ready.first(lowest);
    return parkedLowest == lowest ? Math.min(parked, first) : first;
  }

  /** The lowest offset at or above another one, or -1. */
  long next(long from) {
    long first = ready.next(from);
    long parked = groups == null ? -1 : groups.parked().next(from);
    return first < 0 || (parked >= 0 && parked < first) ? parked : first;
  }

  /** When the first message expires; {@link Envelope#NEVER} if none does. */
  long firstExpiryMillis() {
    return expiries == null ? Envelope.NEVER : expiries.firstMillis();
  }

  /** Takes the first run out of the order of expiry, but leaves it waiting. */
  Offsets pollExpiry(int limit) {
    return expiries().pollFirst(limit);
  }

  void clear() {
    ready.clear();
    expiries = null;
    if (groups != null) {
      groups.clearParked();
    }
  }

  /** All that wait, by priority. */
  void forEachLevel(ReadyLevels.LevelVisitor visitor) {
    ready.forEachLevel(visitor);
    if (groups != null) {
      groups.parked().forEachLevel(visitor);
    }
  }

  /** Visits the expiries of messages that wait. */
  void forEachExpiry(TimeIndex.Visitor visitor) {
    if (expiries != null) {
      expiries.scan(0, 0, visitor);
    }
  }

  void restore(int priority, OffsetRuns offsets) {
    ready.addAll(priority, offsets);
  }

  void restoreExpiry(long time, long from, long to) {
    expiries().addRange(time, from, to);
  }

  private TimeIndex expiries() {
    if (expiries == null) {
      expiries = new TimeIndex();
    }
    return expiries;
  }

  private void forgetExpiry(long offset, Envelope envelope) {
    if (expiries != null && envelope.expiresAtMillis() != Envelope.NEVER) {
      expiries.remove(envelope.expiresAtMillis(), offset);
    }
  }
}
