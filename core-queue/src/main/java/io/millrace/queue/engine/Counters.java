package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Settlement;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a queue has done so far, in messages. Any thread. */
final class Counters {
  final LongAdder fetched = new LongAdder();
  final LongAdder retries = new LongAdder();
  private final Map<Settlement.Kind, LongAdder> settled = new EnumMap<>(Settlement.Kind.class);

  Counters() {
    for (Settlement.Kind kind : Settlement.Kind.values()) {
      settled.put(kind, new LongAdder());
    }
  }

  void settled(Settlement.Kind kind, long count) {
    adder(kind).add(count);
  }

  long settled(Settlement.Kind kind) {
    return adder(kind).sum();
  }

  private LongAdder adder(Settlement.Kind kind) {
    return requireNonNull(settled.get(kind));
  }

  Map<Settlement.Kind, Long> settled() {
    Map<Settlement.Kind, Long> counts = new EnumMap<>(Settlement.Kind.class);
    for (Settlement.Kind kind : Settlement.Kind.values()) {
      counts.put(kind, settled(kind));
    }
    return counts;
  }
}
