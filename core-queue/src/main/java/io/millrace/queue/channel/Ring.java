package io.millrace.queue.channel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A double-ended circular array that copies whole batches, grows when they do not fit and gives the
 * room back.
 *
 * <p><b>Threads:</b> none of its own; the caller guards it.
 */
final class Ring<E> {
  private static final int SMALLEST = 16;

  /**
   * Up to this length storage is kept when it empties, so that an ordinary channel never
   * reallocates.
   */
  private static final int KEPT = 2048;

  /** The length is a power of two; everything outside [head, head + size) is null. */
  private @Nullable Object[] slots = new @Nullable Object[SMALLEST];

  private int head;
  private int size;

  int size() {
    return size;
  }

  int length() {
    return slots.length;
  }

  void addLast(Object[] batch, int from, int count) {
    ensure(size + count);
    int start = index(head + size);
    int untilEnd = Math.min(count, slots.length - start);
    System.arraycopy(batch, from, slots, start, untilEnd);
    System.arraycopy(batch, from + untilEnd, slots, 0, count - untilEnd);
    size += count;
  }

  void addFirst(Object[] batch, int from, int count) {
    ensure(size + count);
    int start = index(head - count);
    int untilEnd = Math.min(count, slots.length - start);
    System.arraycopy(batch, from, slots, start, untilEnd);
    System.arraycopy(batch, from + untilEnd, slots, 0, count - untilEnd);
    head = start;
    size += count;
  }

  void addLast(E element) {
    ensure(size + 1);
    slots[index(head + size)] = element;
    size++;
  }

  /**
   * Moves up to {@code max} elements from the front into {@code into}, which must have room for
   * them.
   */
  int removeFirst(E[] into, int max) {
    int count = Math.min(max, size);
    int untilEnd = Math.min(count, slots.length - head);
    System.arraycopy(slots, head, into, 0, untilEnd);
    System.arraycopy(slots, 0, into, untilEnd, count - untilEnd);
    Arrays.fill(slots, head, head + untilEnd, null);
    Arrays.fill(slots, 0, count - untilEnd, null);
    head = index(head + count);
    size -= count;
    if (slots.length > KEPT && size <= slots.length >> 3) {
      resize(slots.length >> 1);
    }
    return count;
  }

  private void ensure(int needed) {
    if (needed > slots.length) {
      resize(Integer.highestOneBit(needed - 1) << 1);
    }
  }

  private void resize(int length) {
    @Nullable Object[] moved = new @Nullable Object[length];
    int untilEnd = Math.min(size, slots.length - head);
    System.arraycopy(slots, head, moved, 0, untilEnd);
    System.arraycopy(slots, 0, moved, untilEnd, size - untilEnd);
    slots = moved;
    head = 0;
  }

  private int index(int position) {
    return position & (slots.length - 1);
  }
}
