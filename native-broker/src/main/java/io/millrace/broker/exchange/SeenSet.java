package io.millrace.broker.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of objects by identity that is filled and cleared over and over without allocating. For one
 * thread.
 */
final class SeenSet {
  private static final int SMALL = 16;

  /** More places than that are given back when the set is cleared. */
  private static final int KEEP = 4096;

  /** Open addressing; a power of two, at most half full. */
  private @Nullable Object[] places = new @Nullable Object[SMALL];

  private int count;

  /** True if {@code object} was not there. */
  boolean add(Object object) {
    if (2 * (count + 1) > places.length) {
      grow();
    }
    int place = placeOf(object);
    if (places[place] != null) {
      return false;
    }
    places[place] = object;
    count++;
    return true;
  }

  void clear() {
    if (count == 0) {
      return;
    }
    if (places.length > KEEP) {
      places = new @Nullable Object[SMALL];
    } else {
      Arrays.fill(places, null);
    }
    count = 0;
  }

  private int placeOf(Object object) {
    int mask = places.length - 1;
    int place = System.identityHashCode(object) & mask;
    while (places[place] != null && places[place] != object) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    @Nullable Object[] old = places;
    places = new @Nullable Object[old.length * 2];
    for (Object object : old) {
      if (object != null) {
        places[placeOf(object)] = object;
      }
    }
  }
}
