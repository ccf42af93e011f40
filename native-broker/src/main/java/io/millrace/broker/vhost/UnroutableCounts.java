package io.millrace.broker.vhost;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many messages each exchange could not route to any queue. Any thread counts and reads. */
final class UnroutableCounts {
  private final ConcurrentHashMap<String, LongAdder> byExchange = new ConcurrentHashMap<>();

  void count(String exchange) {
    byExchange.computeIfAbsent(exchange, name -> new LongAdder()).increment();
  }

  long of(String exchange) {
    LongAdder count = byExchange.get(exchange);
    return count == null ? 0 : count.sum();
  }

  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    byExchange.forEach((exchange, count) -> all.put(exchange, count.sum()));
    return all;
  }

  /** The exchange is gone. */
  void forget(String exchange) {
    byExchange.remove(exchange);
  }
}
