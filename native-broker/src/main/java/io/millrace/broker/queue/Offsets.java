package io.millrace.broker.queue;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of offsets, ascending and each once. Immutable; consecutive ones take no more memory than
 * a single one.
 */
public final class Offsets {
  private final long first;
  private final int size;

  /** Null where the offsets are consecutive. */
  private final long @Nullable [] sparse;

  private Offsets(long first, int size, long @Nullable [] sparse) {
    this.first = first;
    this.size = size;
    this.sparse = sparse;
  }

  public static Offsets of(long offset) {
    return new Offsets(checked(offset), 1, null);
  }

  /** All from {@code first} to {@code last}, both included. */
  public static Offsets range(long first, long last) {
    return new Offsets(checked(first), Math.toIntExact(last - first + 1), null);
  }

  /**
   * The first {@code size} of {@code ascending}, which is copied.
   *
   * @throws IllegalArgumentException if there is none, or they do not ascend
   */
  public static Offsets copyOf(long[] ascending, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("no offset");
    }
    for (int i = 1; i < size; i++) {
      if (ascending[i] <= ascending[i - 1]) {
        throw new IllegalArgumentException("not ascending: " + Arrays.toString(ascending));
      }
    }
    long first = checked(ascending[0]);
    boolean consecutive = ascending[size - 1] - first == size - 1;
    return new Offsets(first, size, consecutive ? null : Arrays.copyOf(ascending, size));
  }

  public static Offsets of(long... ascending) {
    return copyOf(ascending, ascending.length);
  }

  private static long checked(long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("an offset must not be negative: " + offset);
    }
    return offset;
  }

  public int size() {
    return size;
  }

  public long first() {
    return first;
  }

  public long last() {
    return at(size - 1);
  }

  /** Whether they follow each other without a gap. */
  public boolean isRange() {
    return sparse == null;
  }

  public long at(int index) {
    return sparse == null ? first + index : sparse[index];
  }

  public void forEach(LongConsumer action) {
    for (int i = 0; i < size; i++) {
      action.accept(at(i));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Offsets that
        && first == that.first
        && size == that.size
        && Arrays.equals(sparse, that.sparse);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(first) + size) + Arrays.hashCode(sparse);
  }

  @Override
  public String toString() {
    return sparse != null ? Arrays.toString(sparse) : "[" + first + ".." + last() + "]";
  }
}
