package io.millrace.amqp.consume;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The deliveries of a channel that are not settled, and how few acks settle some of them. One ack
 * with {@code multiple} stands for all up to its tag, so it may be used only where none of those
 * below is still open; and its own tag must be open, or the broker closes the channel.
 *
 * <p>Not safe for several threads.
 */
final class OpenTags {
  /** One {@code basic.ack}. */
  record Ack(long tag, boolean isMultiple) {}

  private final TreeSet<Long> open = new TreeSet<>();

  /** Deliveries are numbered upwards; one that is not here yet is above all that are. */
  void add(long tag) {
    open.add(tag);
  }

  /** Takes out what is settled by another word than an ack. */
  void remove(long tag) {
    open.remove(tag);
  }

  boolean isOpen(long tag) {
    return open.contains(tag);
  }

  int size() {
    return open.size();
  }

  /** Takes out these, all of them open, and answers the acks that tell of it. */
  List<Ack> acknowledge(List<Long> tags) {
    tags.forEach(open::remove);
    long lowest = open.isEmpty() ? Long.MAX_VALUE : open.first();
    List<Ack> acks = new ArrayList<>();
    long highestBelow = 0;
    int countBelow = 0;
    for (long tag : tags) {
      if (tag < lowest) {
        highestBelow = Math.max(highestBelow, tag);
        countBelow++;
      } else {
        acks.add(new Ack(tag, false));
      }
    }
    if (countBelow > 0) {
      acks.add(0, new Ack(highestBelow, countBelow > 1));
    }
    return acks;
  }
}
