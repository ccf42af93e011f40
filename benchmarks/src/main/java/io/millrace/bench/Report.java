package io.millrace.bench;

import io.millrace.bench.Latency.Measured;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints results as they come. */
final class Report {
  private final PrintStream out;
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);

  Report(PrintStream out) {
    this.out = out;
  }

  void begin() {
    print(
        "%d processors, Java %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        java.time.Instant.now().toString());
    print(
        "thousand messages/s · CPU seconds per million messages; ratios are to the fastest peer%n");
    print(
        "(cap 2): holds more than the capacity of 1 allows, so it is shown but is no peer to compare with there%n%n");
  }

  void cell(Cell cell) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(Locale.ROOT, "%-5s %-6s cap %-6d", cell.work, cell.shape, cell.capacity));
    for (Contender contender : cell.contenders()) {
      line.append(
          String.format(
              Locale.ROOT,
              " %s%s %.4g·%.3g",
              contender,
              contender.keepsBound(cell.capacity) ? "" : "(cap 2)",
              cell.rate(contender) / 1e3,
              cell.cpu(contender)));
    }
    line.append(String.format(Locale.ROOT, " | best %s", cell.best()));
    line.append(
        String.format(Locale.ROOT, " rate x%.2f cpu x%.2f", cell.rateRatio(), cell.cpuRatio()));
    if (cell.has(Contender.BARE)) {
      line.append(String.format(Locale.ROOT, " bare x%.2f", cell.rateTo(Contender.BARE)));
    }
    if (cell.has(Contender.ARRAY_BLOCKING)) {
      line.append(String.format(Locale.ROOT, " abq x%.2f", cell.rateTo(Contender.ARRAY_BLOCKING)));
    }
    print("%s %s%n", line, count(cell.verdict()));
  }

  void latency(LatencyCell cell) {
    print(
        "%nlatency %s, capacity 1024, 100,000 messages/s: p50 / p99 / p99.9 us · CPU s per million%n",
        cell.shape);
    for (Contender contender : cell.contenders()) {
      print(
          "  %-12s %8.1f %8.1f %8.1f · %.2f%n",
          contender,
          cell.figure(contender, Measured::p50),
          cell.figure(contender, Measured::p99),
          cell.figure(contender, Measured::p999),
          cell.figure(contender, Measured::cpuSecondsPerMillion));
    }
    latencyVerdict(cell, "p50", Measured::p50);
    latencyVerdict(cell, "p99", Measured::p99);
    latencyVerdict(cell, "p99.9", Measured::p999);
  }

  private void latencyVerdict(LatencyCell cell, String name, ToDoubleFunction<Measured> figure) {
    print(
        "  %-6s x%.2f of the best peer %s%n",
        name,
        cell.figure(Contender.MILLRACE, figure) / cell.best(figure),
        count(cell.verdict(figure)));
  }

  void idle(Contender contender, Shape shape, double percent) {
    String verdict =
        contender == Contender.MILLRACE ? count(Verdict.of(1 / percent, 1)).toString() : "";
    print("idle %s %-12s %.2f %% of a core %s%n", shape, contender, percent, verdict);
  }

  void end() {
    print("%n%s (NEAR: within %.0f %%)%n", verdicts, Cell.NOISE * 100);
  }

  private Verdict count(Verdict verdict) {
    verdicts.merge(verdict, 1, Integer::sum);
    return verdict;
  }

  private void print(String format, Object... args) {
    out.printf(Locale.ROOT, format, args);
    out.flush();
  }
}
