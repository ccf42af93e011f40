package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** The messages that may be delivered now, or as soon as nobody holds their group. */
final class Waiting {
  /** There is nothing that may be delivered. */
  static final long NOTHING = -1;

  /** A message was put aside, and another one may be delivered. */
  static final long PASSED_OVER = -2;

  private static final Envelope NONE_POLLED = Envelope.plain(0, 0);

  private final QueueLog log;
  private final Audiences audiences;
  private final ReadyLevels ready = new ReadyLevels();

  private final Expiries expiries = new Expiries();

  /** Null in a queue without groups. */
  private @Nullable MessageGroups groups;

  /** Null in a queue whose consumers do not choose. */
  private @Nullable KeyLanes lanes;

  /** Either of these; null if there is neither. */
  private @Nullable Aside aside;

  /** Those that have the key of what was polled last, in a queue whose consumers choose. */
  private @Nullable KeyLane polledLane;

  private int maxPriority;

  /** What the message polled last is like. */
  private Envelope polled = NONE_POLLED;

  Waiting(QueueLog log, Audiences audiences) {
    this.log = log;
    this.audiences = audiences;
  }

  /**
   * Takes over the rules of the queue; the groups of messages in flight are for the caller to hold.
   */
  void configure(QueueOptions options) {
    maxPriority = options.maxPriority();
    if (options.messageGroups() == (groups != null) && options.keyPatterns() == (lanes != null)) {
      return;
    }
    if (aside != null) {
      aside.parked().forEachLevel(ready::addAll);
      aside.clearParked();
    }
    groups = options.messageGroups() ? new MessageGroups() : null;
    lanes = options.keyPatterns() ? new KeyLanes(audiences) : null;
    aside = groups == null ? lanes : groups;
    polledLane = null;
    audiences.tell(lanes);
  }

  long size() {
    return aside == null ? ready.size() : ready.size() + aside.parked().size();
  }

  boolean contains(long offset) {
    return ready.contains(offset) || (aside != null && aside.parked().contains(offset));
  }

  void add(long offset, Envelope envelope) {
    ready.add(Math.min(envelope.priority(), maxPriority), offset);
    expiries.add(offset, envelope);
  }

  /** Takes a message out. */
  void remove(long offset, Envelope envelope) {
    if (!ready.remove(offset) && (aside == null || !aside.remove(envelope, offset))) {
      throw new IllegalStateException("not waiting: " + offset);
    }
    expiries.remove(offset, envelope);
  }

  /** Takes a message out while nothing is known of it, which leaves its expiry behind. */
  boolean removeUnread(long offset) {
    expiries.leaveBehind();
    return ready.remove(offset);
  }

  /** Takes all messages out but those in a set, while nothing is known of them. */
  void retainUnread(OffsetRuns survivors) {
    expiries.leaveBehind();
    ready.retain(survivors);
  }

  /** Forgets the expiries that were left behind. */
  void dropLeftovers() {
    expiries.dropLeftovers(ready);
  }

  /**
   * Takes out the message whose turn it is, and holds its group.
   *
   * @param wanted in a queue whose consumers choose, which keys it may have; null for those for
   *     which a consumer can be served
   * @return {@link #NOTHING} if there is none that may be delivered, {@link #PASSED_OVER} if one
   *     was put aside that is not wanted
   */
  long poll(@Nullable KeyFilter wanted) {
    return lanes == null ? pollGroups() : pollLanes(lanes, wanted);
  }

  /**
   * Who gets what was polled last: whose turn it is, or the first of those who take it. Null if
   * others have taken meanwhile what those share with them, so that none can be served any more.
   */
  @Nullable Consumer receiver(Consumer whoseTurn) {
    return polledLane == null ? whoseTurn : polledLane.next();
  }

  private long pollLanes(KeyLanes all, @Nullable KeyFilter wanted) {
    KeyLane parked = wanted == null ? all.first() : all.first(wanted);
    int priority = ready.highest();
    long offset = priority < 0 ? NOTHING : ready.first(priority);
    if (parked != null && (offset < 0 || parked.isBefore(priority, offset))) {
      return takeAside(parked);
    }
    if (offset < 0) {
      return NOTHING;
    }
    Envelope envelope = log.envelope(offset);
    KeyLane lane = all.lane(envelope);
    if (wanted == null ? lane.next() != null : wanted.takes(lane.key)) {
      polledLane = lane;
      return takeReady(priority, offset, envelope);
    }
    if (all.park(lane, priority, offset)) {
      ready.remove(priority, offset);
      return PASSED_OVER;
    }
    return parked == null ? NOTHING : takeAside(parked);
  }

  private long takeAside(KeyLane lane) {
    polledLane = lane;
    return takeParked(lane.headOffset());
  }

  private long pollGroups() {
    while (true) {
      MessageGroup released = groups == null ? null : groups.firstReleased();
      int priority = ready.highest();
      long offset = priority < 0 ? -1 : ready.first(priority);
      if (released != null
          && (offset < 0
              || MessageGroup.compare(released.headPriority, released.headOffset, priority, offset)
                  < 0)) {
        return takeParked(released.headOffset);
      }
      if (offset < 0) {
        return NOTHING;
      }
      Envelope envelope = log.envelope(offset);
      String key = envelope.group();
      if (groups == null || key == null || !groups.isHeld(key)) {
        return takeReady(priority, offset, envelope);
      }
      if (!groups.hasRoom()) {
        return released == null ? NOTHING : takeParked(released.headOffset);
      }
      ready.remove(priority, offset);
      groups.park(key, priority, offset);
    }
  }

  /** Whether {@link #poll} would take out a message that came now. */
  boolean isClearFor(Envelope envelope) {
    if (lanes != null) {
      return ready.isEmpty() && lanes.first() == null && lanes.lane(envelope).next() != null;
    }
    String key = envelope.group();
    return ready.isEmpty()
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

  private long takeParked(long offset) {
    Envelope envelope = log.envelope(offset);
    remove(offset, envelope);
    taken(offset, envelope);
    return offset;
  }

  private void taken(long offset, Envelope envelope) {
    polled = envelope;
    expiries.remove(offset, envelope);
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
    int parkedLowest = aside == null ? -1 : aside.parked().lowest();
    if (aside == null || parkedLowest < 0) {
      return lowest < 0 ? -1 : ready.first(lowest);
    }
    long parked = aside.parked().first(parkedLowest);
    if (lowest < 0 || parkedLowest < lowest) {
      return parked;
    }
    long first = ready.first(lowest);
    return parkedLowest == lowest ? Math.min(parked, first) : first;
  }

  /** The lowest offset at or above another one, or -1. */
  long next(long from) {
    long first = ready.next(from);
    long parked = aside == null ? -1 : aside.parked().next(from);
    return first < 0 || (parked >= 0 && parked < first) ? parked : first;
  }

  /** When the first message expires; {@link Envelope#NEVER} if none does. */
  long firstExpiryMillis() {
    return expiries.firstMillis();
  }

  /** Takes the first run out of the order of expiry, but leaves it waiting. */
  Offsets pollExpiry(int limit) {
    return expiries.pollFirst(limit);
  }

  void clear() {
    ready.clear();
    expiries.clear();
    if (aside != null) {
      aside.clearParked();
    }
  }

  /** All that wait, by priority. */
  void forEachLevel(ReadyLevels.LevelVisitor visitor) {
    ready.forEachLevel(visitor);
    if (aside != null) {
      aside.parked().forEachLevel(visitor);
    }
  }

  /** Visits the expiries of messages that wait. */
  void forEachExpiry(TimeIndex.Visitor visitor) {
    expiries.forEach(visitor);
  }

  void restore(int priority, OffsetRuns offsets) {
    ready.addAll(priority, offsets);
  }

  void restoreExpiry(long time, long from, long to) {
    expiries.restore(time, from, to);
  }
}
