package io.millrace.redis;

import io.millrace.queue.PushException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What failed of one push. */
final class PushFailures {
  private final int size;
  private final BitSet places = new BitSet();
  private final List<Exception> causes = new ArrayList<>();

  PushFailures(int size) {
    this.size = size;
  }

  void failed(int place, Exception cause) {
    places.set(place);
    if (!causes.contains(cause)) {
      causes.add(cause);
    }
  }

  void throwIfAny(String where) throws PushException {
    if (!places.isEmpty()) {
      throw new PushException(
          where
              + " did not take "
              + places.cardinality()
              + " of "
              + size
              + " messages: "
              + Trouble.inWords(causes.get(0)),
          places,
          causes.get(0));
    }
  }
}
