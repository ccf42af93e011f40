package io.millrace.bench.kafka;

import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;

/** Prints results as they come, as tables of Markdown. */
final class Report {
  private final PrintStream out;
  private final KafkaOptions options;
  private final Targets targets;

  Report(PrintStream out, KafkaOptions options) {
    this.out = out;
    this.options = options;
    targets = new Targets(options.partitions(), Runtime.getRuntime().availableProcessors());
  }

  void begin() {
    print(
        "%s, %d processors, Java %s, %d partitions, %d keys, %d rounds after %d to warm up%n",
        Instant.now(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        options.partitions(),
        options.keys(),
        options.rounds(),
        options.warmUpRounds());
  }

  void progress(Cell cell, String contender, int round, Measured measured) {
    System.err.printf(
        Locale.ROOT, "%s, %s, round %d: %,.0f/s%n", cell, contender, round, measured.perSecond());
  }

  void cell(Cell cell, Results results) {
    print("%n### %s%n%n", cell);
    print("| | thousand/s | CPU us | heap MiB | cores | |%n|---|---|---|---|---|---|%n");
    for (String contender : results.contenders()) {
      print(
          "| %s | %.4g | %.3g | %.0f of %d | %.2f | %s |%n",
          contender,
          results.rate(contender) / 1e3,
          results.cpu(contender),
          results.figure(contender, Measured::heapMebibytes),
          options.heapMebibytes(contender),
          results.figure(contender, Measured::coresBusy),
          String.join("; ", targets.judge(cell, results, contender)));
    }
    results.failures().forEach((contender, why) -> print("| %s | failed: %s |%n", contender, why));
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }
}
