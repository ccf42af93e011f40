package io.millrace.bench.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All runs of one cell. */
final class Results {
  private final Map<String, List<Measured>> runs = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  void add(String contender, Measured measured) {
    runs.computeIfAbsent(contender, name -> new ArrayList<>()).add(measured);
  }

  /** Nothing that a contender reached counts. */
  void fail(String contender, String why) {
    runs.remove(contender);
    failures.put(contender, why);
  }

  Optional<String> failure(String contender) {
    return Optional.ofNullable(failures.get(contender));
  }

  Map<String, String> failures() {
    return failures;
  }

  Set<String> contenders() {
    return runs.keySet();
  }

  boolean has(String contender) {
    return runs.containsKey(contender);
  }

  /** The median over the rounds. */
  double figure(String contender, ToDoubleFunction<Measured> figure) {
    double[] sorted =
        runs.getOrDefault(contender, List.of()).stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  double rate(String contender) {
    return figure(contender, Measured::perSecond);
  }

  double cpu(String contender) {
    return figure(contender, Measured::cpuMicros);
  }

  /** The rate of the fastest of those whose names begin like this. */
  Optional<Double> best(String prefix) {
    return runs.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(this::rate)
        .max(Double::compare);
  }
}
