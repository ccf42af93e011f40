package io.millrace.bench.contest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All runs of one cell. */
public final class Results {
  private final Map<String, List<Measured>> runs = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  public void add(String contender, Measured measured) {
    runs.computeIfAbsent(contender, name -> new ArrayList<>()).add(measured);
  }

  /** Nothing that a contender reached counts. */
  public void fail(String contender, String why) {
    runs.remove(contender);
    failures.put(contender, why);
  }

  public Optional<String> failure(String contender) {
    return Optional.ofNullable(failures.get(contender));
  }

  public Map<String, String> failures() {
    return failures;
  }

  public Set<String> contenders() {
    return runs.keySet();
  }

  public boolean has(String contender) {
    return runs.containsKey(contender);
  }

  /** The median over the rounds. */
  public double figure(String contender, ToDoubleFunction<Measured> figure) {
    double[] sorted =
        runs.getOrDefault(contender, List.of()).stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  public double rate(String contender) {
    return figure(contender, Measured::perSecond);
  }

  public double cpu(String contender) {
    return figure(contender, Measured::cpuMicros);
  }

  /** The rate of the fastest of those whose names begin like this. */
  public Optional<Double> best(String prefix) {
    return runs.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(this::rate)
        .max(Double::compare);
  }
}
