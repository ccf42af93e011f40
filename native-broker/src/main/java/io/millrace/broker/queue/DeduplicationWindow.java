package io.millrace.broker.queue;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of the messages that entered a queue lately. */
final class DeduplicationWindow {
  /** When each entered, oldest first. Null while there was none. */
  private @Nullable Map<String, Long> enteredMillis;

  boolean contains(String id, Deduplication rules, long nowMillis) {
    Long entered = enteredMillis == null ? null : enteredMillis.get(id);
    return entered != null && isWithin(entered, rules, nowMillis);
  }

  void add(String id, Deduplication rules, long nowMillis) {
    if (enteredMillis == null) {
      enteredMillis = new LinkedHashMap<>();
    }
    enteredMillis.remove(id);
    enteredMillis.put(id, nowMillis);
    Iterator<Long> oldest = enteredMillis.values().iterator();
    long entered = oldest.next();
    while (enteredMillis.size() > rules.ids() || !isWithin(entered, rules, nowMillis)) {
      oldest.remove();
      entered = oldest.next();
    }
  }

  /** Ids and times, oldest first. */
  Map<String, Long> enteredMillis() {
    return enteredMillis == null ? Map.of() : enteredMillis;
  }

  void restore(String id, long millis) {
    if (enteredMillis == null) {
      enteredMillis = new LinkedHashMap<>();
    }
    enteredMillis.put(id, millis);
  }

  private static boolean isWithin(long entered, Deduplication rules, long nowMillis) {
    return nowMillis - entered < rules.windowMillis();
  }
}
