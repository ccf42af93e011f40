package io.millrace.bench;

import io.millrace.bench.Throughput.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All runs of one combination of shape, capacity and handler. */
final class Cell {
  /** The rates of two runs of the same code on a quiet machine differ by this much. */
  static final double NOISE = 0.05;

  /**
   * The target with a blocking handler, as a part of what the same threads reach without a queue.
   */
  static final double OF_BARE = 0.95;

  final Shape shape;
  final int capacity;
  final Work work;
  private final Map<Contender, List<Measured>> runs = new EnumMap<>(Contender.class);

  Cell(Shape shape, int capacity, Work work) {
    this.shape = shape;
    this.capacity = capacity;
    this.work = work;
  }

  void add(Contender contender, Measured measured) {
    runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(measured);
  }

  Iterable<Contender> contenders() {
    return runs.keySet();
  }

  boolean has(Contender contender) {
    return runs.containsKey(contender);
  }

  double rate(Contender contender) {
    return median(contender, Measured::perSecond);
  }

  double cpu(Contender contender) {
    return median(contender, Measured::cpuSecondsPerMillion);
  }

  /** The peer with the highest rate among those that keep to the capacity. */
  Contender best() {
    return runs.keySet().stream()
        .filter(contender -> contender.isPeer() && contender.keepsBound(capacity))
        .max(Comparator.comparingDouble(this::rate))
        .orElseThrow();
  }

  double rateRatio() {
    return rateTo(best());
  }

  /** Our rate as a multiple of the other's. */
  double rateTo(Contender other) {
    return rate(Contender.MILLRACE) / rate(other);
  }

  double cpuRatio() {
    return cpu(Contender.MILLRACE) / cpu(best());
  }

  Verdict verdict() {
    Verdict verdict = Verdict.of(rateRatio(), 1).and(Verdict.of(1 / cpuRatio(), 1));
    if (has(Contender.BARE)) {
      verdict = verdict.and(Verdict.of(rateTo(Contender.BARE), OF_BARE));
    }
    boolean crowd = shape.consumers() >= 8 && capacity == 1024 && work == Work.NOOP;
    if (crowd && has(Contender.ARRAY_BLOCKING)) {
      verdict = verdict.and(Verdict.of(rateTo(Contender.ARRAY_BLOCKING), 3));
    }
    return verdict;
  }

  private double median(Contender contender, ToDoubleFunction<Measured> figure) {
    double[] sorted =
        runs.getOrDefault(contender, List.of()).stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
