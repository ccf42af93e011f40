package io.millrace.broker.queue;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of offsets in order, small where they are consecutive: 100 million of them in a row take
 * about a mebibyte, and scattered ones a bit for each offset in between, 4,096 at a time.
 *
 * <p>Not safe for use by several threads. Ranges exclude their end. Adding at the end and removing
 * at the front take constant time; anything else is a binary search among chunks.
 */
public final class OffsetRuns {
  private static final OffsetChunk[] NO_CHUNKS = {};
  private static final int MASK = OffsetChunk.SPAN - 1;

  /** Non-empty chunks by ascending base, from {@code head} to {@code tail}, excluded. */
  private @Nullable OffsetChunk[] chunks = NO_CHUNKS;

  private int head;
  private int tail;
  private long size;

  /** An empty chunk for next time, so that a queue that keeps running empty makes no garbage. */
  private @Nullable OffsetChunk spare;

  public static OffsetRuns ofRange(long from, long to) {
    OffsetRuns runs = new OffsetRuns();
    runs.addRange(from, to);
    return runs;
  }

  public long size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean contains(long offset) {
    int index = indexOf(offset);
    return index < tail && at(index).base == (offset & ~MASK) && at(index).contains(low(offset));
  }

  /** Returns whether it was not there. */
  public boolean add(long offset) {
    boolean added = chunkFor(offset).add(low(offset));
    size += added ? 1 : 0;
    return added;
  }

  public void addRange(long from, long to) {
    for (long start = from; start < to; ) {
      long end = Math.min(to, (start | MASK) + 1);
      size += chunkFor(start).addRange(low(start), low(start) + (int) (end - start));
      start = end;
    }
  }

  public void addAll(OffsetRuns others) {
    others.forEachRun(this::addRange);
  }

  /** Returns whether it was there. */
  public boolean remove(long offset) {
    int index = indexOf(offset);
    if (index == tail || at(index).base != (offset & ~MASK) || !at(index).remove(low(offset))) {
      return false;
    }
    size--;
    if (at(index).count() == 0) {
      removeChunk(index);
    }
    return true;
  }

  /** The lowest one, or -1 if there is none. */
  public long first() {
    return size == 0 ? -1 : at(head).base + at(head).next(0);
  }

  /** Removes the lowest one; -1 if there is none. */
  public long pollFirst() {
    long first = first();
    if (first >= 0) {
      OffsetChunk chunk = at(head);
      chunk.remove(low(first));
      size--;
      if (chunk.count() == 0) {
        removeChunk(head);
      }
    }
    return first;
  }

  /** The lowest one at or above {@code from}, or -1 if there is none. */
  public long next(long from) {
    for (int index = indexOf(from); index < tail; index++) {
      OffsetChunk chunk = at(index);
      int at = chunk.next(chunk.base < from ? low(from) : 0);
      if (at >= 0) {
        return chunk.base + at;
      }
    }
    return -1;
  }

  /** Where the run ends, excluded, that the member {@code offset} is in. */
  public long runEnd(long offset) {
    int index = indexOf(offset);
    long end = at(index).base + at(index).runEnd(low(offset));
    while ((end & MASK) == 0 && ++index < tail && at(index).base == end && at(index).contains(0)) {
      end += at(index).runEnd(0);
    }
    return end;
  }

  /** Visits all runs in ascending order, each as long as it can be. */
  public void forEachRun(RunVisitor visitor) {
    for (long from = first(); from >= 0; ) {
      long to = runEnd(from);
      visitor.visit(from, to);
      from = next(to);
    }
  }

  /** Visits all offsets in ascending order. */
  public void forEach(LongConsumer visitor) {
    forEachRun(
        (from, to) -> {
          for (long offset = from; offset < to; offset++) {
            visitor.accept(offset);
          }
        });
  }

  /** How many runs there are; takes the time to visit them. */
  public long runs() {
    long[] count = {0};
    forEachRun((from, to) -> count[0]++);
    return count[0];
  }

  public void clear() {
    chunks = NO_CHUNKS;
    head = 0;
    tail = 0;
    size = 0;
    spare = null;
  }

  public OffsetRuns copy() {
    OffsetRuns copy = new OffsetRuns();
    copy.chunks = new OffsetChunk[tail - head];
    for (int i = head; i < tail; i++) {
      copy.chunks[i - head] = at(i).copy();
    }
    copy.tail = tail - head;
    copy.size = size;
    return copy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof OffsetRuns that) || size != that.size) {
      return false;
    }
    long mine = first();
    long others = that.first();
    while (mine >= 0 && mine == others) {
      long end = runEnd(mine);
      if (end != that.runEnd(others)) {
        return false;
      }
      mine = next(end);
      others = that.next(end);
    }
    return mine == others;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size) * 31 + Long.hashCode(first());
  }

  @Override
  public String toString() {
    StringJoiner joiner = new StringJoiner(", ", "{", "}");
    forEachRun((from, to) -> joiner.add(to == from + 1 ? "" + from : from + ".." + (to - 1)));
    return joiner.toString();
  }

  private static int low(long offset) {
    return (int) offset & MASK;
  }

  private OffsetChunk at(int index) {
    OffsetChunk chunk = chunks[index];
    if (chunk == null) {
      throw new IllegalStateException("no chunk at " + index);
    }
    return chunk;
  }

  /** The first chunk that ends above {@code offset}. */
  private int indexOf(long offset) {
    long base = offset & ~MASK;
    if (head == tail || at(tail - 1).base < base) {
      return tail;
    }
    if (at(head).base >= base) {
      return head;
    }
    int low = head + 1;
    int high = tail - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).base < base) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private OffsetChunk chunkFor(long offset) {
    int index = indexOf(offset);
    long base = offset & ~MASK;
    return index < tail && at(index).base == base ? at(index) : insertChunk(index, base);
  }

  private OffsetChunk insertChunk(int index, long base) {
    int place = index;
    if (tail == chunks.length) {
      place -= makeRoom();
    }
    System.arraycopy(chunks, place, chunks, place + 1, tail - place);
    tail++;
    OffsetChunk chunk = spare == null ? new OffsetChunk(base) : spare;
    spare = null;
    chunk.reset(base);
    chunks[place] = chunk;
    return chunk;
  }

  /** Moves the chunks to the front, of a larger array if they fill half; returns by how much. */
  private int makeRoom() {
    int used = tail - head;
    int moved = head;
    @Nullable OffsetChunk[] source = chunks;
    if (used * 2 >= chunks.length) {
      chunks = new OffsetChunk[Math.max(2, used * 2)];
    }
    System.arraycopy(source, head, chunks, 0, used);
    if (chunks == source) {
      Arrays.fill(chunks, used, tail, null);
    }
    head = 0;
    tail = used;
    return moved;
  }

  private void removeChunk(int index) {
    spare = at(index);
    spare.reset(0);
    if (index == head) {
      chunks[head++] = null;
    } else {
      System.arraycopy(chunks, index + 1, chunks, index, tail - index - 1);
      chunks[--tail] = null;
    }
    if (head == tail) {
      head = 0;
      tail = 0;
    }
  }

  /** Gets to see a run of consecutive offsets. */
  @FunctionalInterface
  public interface RunVisitor {
    /**
     * @param to excluded
     */
    void visit(long from, long to);
  }
}
