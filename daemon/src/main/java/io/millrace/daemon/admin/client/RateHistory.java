package io.millrace.daemon.admin.client;

import io.millrace.daemon.admin.view.Overview;
import io.millrace.daemon.admin.view.PipelineStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rates of the last looks at each pipeline, and a picture of them. Not safe for several
 * threads.
 */
final class RateHistory {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** Newest last. */
  private final Map<String, Deque<Double>> rates = new HashMap<>();

  private final int length;

  /**
   * @param length how many looks are kept
   */
  RateHistory(int length) {
    this.length = length;
  }

  void add(Overview overview) {
    for (PipelineStatus pipeline : overview.pipelines()) {
      Deque<Double> known = rates.computeIfAbsent(pipeline.name(), name -> new ArrayDeque<>());
      known.addLast(pipeline.settledPerSecond());
      if (known.size() > length) {
        known.removeFirst();
      }
    }
    rates
        .keySet()
        .retainAll(
            overview.pipelines().stream().map(PipelineStatus::name).collect(Collectors.toSet()));
  }

  boolean isEmpty() {
    return rates.isEmpty();
  }

  /**
   * One character for {@code length / width} looks, the newest at the right; its height is relative
   * to the highest.
   */
  String picture(String pipeline, int width) {
    Double[] values = rates.getOrDefault(pipeline, new ArrayDeque<>()).toArray(Double[]::new);
    double highest = 0;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    int group = Math.max(1, length / width);
    StringBuilder picture = new StringBuilder();
    for (int end = values.length; end > 0 && picture.length() < width; end -= group) {
      double sum = 0;
      int begin = Math.max(0, end - group);
      for (int i = begin; i < end; i++) {
        sum += values[i];
      }
      picture.append(bar(sum / (end - begin), highest));
    }
    return " ".repeat(width - picture.length()) + picture.reverse();
  }

  private static char bar(double value, double highest) {
    if (value <= 0) {
      return ' ';
    }
    int step = (int) Math.ceil(value / highest * BARS.length()) - 1;
    return BARS.charAt(Math.min(BARS.length() - 1, Math.max(0, step)));
  }
}
