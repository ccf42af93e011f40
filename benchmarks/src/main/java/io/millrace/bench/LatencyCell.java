package io.millrace.bench;

import io.millrace.bench.Latency.Measured;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All latency runs of one shape. */
final class LatencyCell {
  final Shape shape;
  private final Map<Contender, List<Measured>> runs = new EnumMap<>(Contender.class);

  LatencyCell(Shape shape) {
    this.shape = shape;
  }

  void add(Contender contender, Measured measured) {
    runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(measured);
  }

  Iterable<Contender> contenders() {
    return runs.keySet();
  }

  /** The median over the rounds. */
  double figure(Contender contender, ToDoubleFunction<Measured> figure) {
    double[] sorted =
        runs.getOrDefault(contender, List.of()).stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** The lowest figure of any peer, which need not be the same peer for each figure. */
  double best(ToDoubleFunction<Measured> figure) {
    return runs.keySet().stream()
        .filter(Contender::isPeer)
        .mapToDouble(peer -> figure(peer, figure))
        .min()
        .orElse(Double.NaN);
  }

  Verdict verdict(ToDoubleFunction<Measured> figure) {
    return Verdict.of(best(figure) / figure(Contender.MILLRACE, figure), 1);
  }
}
