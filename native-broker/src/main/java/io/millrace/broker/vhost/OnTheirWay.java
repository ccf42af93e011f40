package io.millrace.broker.vhost;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was published and not answered yet, by the numbers of the publishes. Not safe for use by
 * several threads.
 */
final class OnTheirWay<T> {
  private final TreeMap<Long, T> bySequence = new TreeMap<>();

  void add(long sequence, T sent) {
    bySequence.put(sequence, sent);
  }

  @Nullable T get(long sequence) {
    return bySequence.get(sequence);
  }

  /** Takes out what an answer is about; null if nobody waits for that. */
  @Nullable T take(long sequence) {
    return bySequence.remove(sequence);
  }

  /** Takes out what a confirm is about, as {@link ConfirmSink#confirmed} tells it. */
  void takeConfirmed(long sequence, boolean multiple, Consumer<T> action) {
    if (multiple) {
      var confirmed = bySequence.headMap(sequence, true);
      confirmed.values().forEach(action);
      confirmed.clear();
      return;
    }
    T one = take(sequence);
    if (one != null) {
      action.accept(one);
    }
  }

  int count() {
    return bySequence.size();
  }
}
