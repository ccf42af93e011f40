package io.millrace.daemon.source.redis;

import io.millrace.daemon.redis.ListNames;
import io.millrace.daemon.spi.Options;
import io.millrace.redis.RedisListSourceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Redis source reads, and in which order of priority: the options {@code lists}, {@code
 * weights} and {@code shards}.
 *
 * @param names of the queues
 * @param weights of each of the queues; empty for strict priority
 * @param shards how many lists each queue is spread over
 */
record ListChoice(List<String> names, Map<String, Integer> weights, int shards) {
  private static final int MAX_WEIGHT = 1_000;
  private static final int MAX_SHARDS = 1_000;

  static ListChoice from(Options options) {
    List<String> names = options.texts("lists");
    Map<String, Integer> weights = weights(options);
    int shards = options.integer("shards", 1, 1, MAX_SHARDS);
    if (names.isEmpty() && weights.isEmpty()) {
      throw options.error(
          "lists", "say what to read: lists: [orders], or weights: { urgent: 3, orders: 1 }");
    }
    if (!names.isEmpty() && !weights.isEmpty()) {
      throw options.error(
          "weights", "either lists, the first before the others, or weights, not both");
    }
    if (names.stream().distinct().count() < names.size()) {
      throw options.error("lists", "names a list twice: " + String.join(", ", names));
    }
    names.forEach(name -> ListNames.check(name, options, "lists"));
    if (shards > 1 && names.size() > 1) {
      throw options.error(
          "shards",
          "lists of which the first comes first cannot be spread over shards that take turns; write"
              + " weights: { "
              + String.join(": 1, ", names)
              + ": 1 } instead of lists");
    }
    return new ListChoice(
        weights.isEmpty() ? List.copyOf(names) : List.copyOf(weights.keySet()), weights, shards);
  }

  private static Map<String, Integer> weights(Options options) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    Options each = options.options("weights");
    for (String name : options.textMap("weights").keySet()) {
      weights.put(name, each.integer(name, 1, 1, MAX_WEIGHT));
      ListNames.check(name, each, name);
    }
    return weights;
  }

  void describeTo(RedisListSourceBuilder<?> builder) {
    if (!weights.isEmpty()) {
      weights.forEach((name, weight) -> builder.shards(name, shards, weight));
    } else if (shards > 1) {
      builder.shards(names.get(0), shards);
    } else {
      builder.lists(names);
    }
  }

  /** For an operator. */
  @Override
  public String toString() {
    return String.join(", ", names) + (shards == 1 ? "" : " over " + shards + " lists each");
  }
}
