package io.millrace.broker.protocol.amqp.channel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a channel that are not settled, by their tags: 24 bytes for each, also where
 * tags are settled out of order and leave gaps.
 *
 * <p>Tags ascend, so that an entry is mostly found where its tag says, and otherwise by halving.
 * What is settled stays as a gap until there is no room: then gaps are closed if they are half of
 * all. For the connection's thread.
 */
final class Unsettled {
  private static final int FIRST_ROOM = 16;

  /** More than that is given back when nothing is left. */
  private static final int MOST_IDLE_ROOM = 4096;

  private long[] tags = new long[FIRST_ROOM];
  private long[] offsets = new long[FIRST_ROOM];

  /** Null for a gap. */
  private @Nullable Holder[] holders = new Holder[FIRST_ROOM];

  /** Where the first one stands, which is no gap, and where the next one will. */
  private int head;

  private int end;
  private int count;

  /** Takes deliveries out. */
  @FunctionalInterface
  interface Visitor {
    void settled(long tag, long offset, Holder holder);
  }

  int count() {
    return count;
  }

  /** For how many there is memory now. */
  int room() {
    return tags.length;
  }

  /** Adds a delivery, whose tag is higher than any before. */
  void add(long tag, long offset, Holder holder) {
    if (end == tags.length) {
      makeRoom();
    }
    tags[end] = tag;
    offsets[end] = offset;
    holders[end++] = holder;
    count++;
  }

  /** Takes one delivery out; false if it is not there. */
  boolean take(long tag, Visitor visitor) {
    int at = find(tag);
    if (at < 0) {
      return false;
    }
    take(at, visitor);
    closeEnds();
    return true;
  }

  /** Takes all up to that tag out, in order; false if there is none, or none of that tag. */
  boolean takeUpTo(long tag, Visitor visitor) {
    if (find(tag) < 0) {
      return false;
    }
    while (head < end && tags[head] <= tag) {
      take(head, visitor);
      head++;
      skipGaps();
    }
    closeEnds();
    return true;
  }

  /** Takes all out, in order. */
  void takeAll(Visitor visitor) {
    if (count > 0) {
      takeUpTo(tags[end - 1], visitor);
    }
  }

  /** A queue has taken a delivery back; whether it is here, and is {@link Holder#LATE} now. */
  boolean markLate(Holder holder, long offset) {
    for (int i = head; i < end; i++) {
      if (holders[i] == holder && offsets[i] == offset) {
        offsets[i] = Holder.LATE;
        return true;
      }
    }
    return false;
  }

  private void take(int at, Visitor visitor) {
    Holder holder = holders[at];
    holders[at] = null;
    count--;
    if (holder == null) {
      throw new IllegalStateException("settled twice: " + tags[at]);
    }
    visitor.settled(tags[at], offsets[at], holder);
  }

  /** No gap is the first or the last. */
  private void closeEnds() {
    skipGaps();
    while (end > head && holders[end - 1] == null) {
      end--;
    }
    if (head == end) {
      head = 0;
      end = 0;
      if (tags.length > MOST_IDLE_ROOM) {
        tags = new long[FIRST_ROOM];
        offsets = new long[FIRST_ROOM];
        holders = new Holder[FIRST_ROOM];
      }
    }
  }

  private void skipGaps() {
    while (head < end && holders[head] == null) {
      head++;
    }
  }

  /** Where the delivery stands, or -1. */
  private int find(long tag) {
    int at = position(tag);
    return at < end && tags[at] == tag && holders[at] != null ? at : -1;
  }

  /** Where the tag stands, or would. */
  private int position(long tag) {
    if (head == end) {
      return head;
    }
    long guess = tag - tags[head];
    if (guess >= 0 && guess < end - head && tags[head + (int) guess] == tag) {
      return head + (int) guess;
    }
    int at = Arrays.binarySearch(tags, head, end, tag);
    return at < 0 ? -at - 1 : at;
  }

  private void makeRoom() {
    int room = count > tags.length / 2 ? tags.length * 2 : Math.max(FIRST_ROOM, tags.length);
    long[] moreTags = room == tags.length ? tags : new long[room];
    long[] moreOffsets = room == tags.length ? offsets : new long[room];
    @Nullable Holder[] moreHolders = room == tags.length ? holders : new Holder[room];
    int kept = 0;
    for (int i = head; i < end; i++) {
      Holder holder = holders[i];
      if (holder != null) {
        moreTags[kept] = tags[i];
        moreOffsets[kept] = offsets[i];
        moreHolders[kept++] = holder;
      }
    }
    Arrays.fill(moreHolders, kept, moreHolders == holders ? end : kept, null);
    tags = moreTags;
    offsets = moreOffsets;
    holders = moreHolders;
    head = 0;
    end = kept;
  }
}
