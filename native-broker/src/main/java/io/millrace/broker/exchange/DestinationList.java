package io.millrace.broker.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Destinations in the order they were added, each once. Filled and cleared over and over without
 * allocating; for one thread.
 */
final class DestinationList<Q> {
  /** Up to as many are searched one by one; identity hashes pay only beyond. */
  private static final int FEW = 8;

  /** A larger array is given back when the list is cleared. */
  private static final int KEEP = 4096;

  private @Nullable Destination<Q>[] destinations = nullables(FEW);
  private int count;

  /** All of them once there are more than a few. */
  private final SeenSet seen = new SeenSet();

  int count() {
    return count;
  }

  Destination<Q> get(int index) {
    Destination<Q> destination = index < count ? destinations[index] : null;
    if (destination == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return destination;
  }

  void add(Destination<Q> destination) {
    if (contains(destination)) {
      return;
    }
    if (count == destinations.length) {
      destinations = Arrays.copyOf(destinations, count * 2);
    }
    destinations[count++] = destination;
  }

  void clear() {
    if (destinations.length > KEEP) {
      destinations = nullables(FEW);
    } else {
      Arrays.fill(destinations, 0, count, null);
    }
    seen.clear();
    count = 0;
  }

  private boolean contains(Destination<Q> destination) {
    if (count > FEW) {
      return !seen.add(destination);
    }
    for (int i = 0; i < count; i++) {
      if (destinations[i] == destination) {
        return true;
      }
    }
    if (count == FEW) {
      for (int i = 0; i < count; i++) {
        seen.add(get(i));
      }
      seen.add(destination);
    }
    return false;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java's generics cannot make an array
  private static <Q> @Nullable Destination<Q>[] nullables(int length) {
    return new Destination[length];
  }
}
