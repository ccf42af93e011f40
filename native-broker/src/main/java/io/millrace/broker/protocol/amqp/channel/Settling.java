package io.millrace.broker.protocol.amqp.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client says of its deliveries: collected while a turn lasts, then told to the queues. For
 * the connection's thread.
 */
final class Settling {
  private final Unsettled unsettled;
  private final List<Holder> dirty = new ArrayList<>();

  /** What settling one does, by the ordinal of the outcome. */
  private final Unsettled.Visitor[] atOnce = new Unsettled.Visitor[Outcome.values().length];

  private boolean hasRoomAnew;

  Settling(Unsettled unsettled) {
    this.unsettled = unsettled;
    for (Outcome outcome : Outcome.values()) {
      atOnce[outcome.ordinal()] = (tag, offset, holder) -> settle(holder, offset, outcome);
    }
  }

  Unsettled unsettled() {
    return unsettled;
  }

  /** One delivery of a tag, or all up to that one, of which 0 is the last: why not, or empty. */
  Optional<Fault> settle(long tag, boolean multiple, Outcome outcome) {
    return take(tag, multiple, atOnce[outcome.ordinal()]);
  }

  /** Hands deliveries to {@code visitor}, which are then not there any more: why not, or empty. */
  Optional<Fault> take(long tag, boolean multiple, Unsettled.Visitor visitor) {
    if (multiple && tag == 0) {
      unsettled.takeAll(visitor);
      return Optional.empty();
    }
    boolean known = multiple ? unsettled.takeUpTo(tag, visitor) : unsettled.take(tag, visitor);
    return known
        ? Optional.empty()
        : Optional.of(
            Fault.preconditionFailed("unknown delivery tag %s", Long.toUnsignedString(tag)));
  }

  /** All deliveries go back. */
  void recover() {
    unsettled.takeAll(atOnce[Outcome.REQUEUE.ordinal()]);
  }

  void settle(Holder holder, long offset, Outcome outcome) {
    hasRoomAnew |= holder.settle(offset, outcome);
    if (!holder.dirty) {
      holder.dirty = true;
      dirty.add(holder);
    }
  }

  /** Whether consumers that share a credit can go on, asked once. */
  boolean takeHasRoomAnew() {
    boolean has = hasRoomAnew;
    hasRoomAnew = false;
    return has;
  }

  /** Tells the queues. */
  void flush() {
    if (!dirty.isEmpty()) {
      for (int i = 0; i < dirty.size(); i++) {
        dirty.get(i).flush();
      }
      dirty.clear();
    }
  }
}
