package io.millrace.bench.redis;

import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;

/** Prints results as they come, as tables of Markdown. */
final class Report {
  private final PrintStream out;
  private final RedisOptions options;

  Report(PrintStream out, RedisOptions options) {
    this.out = out;
    this.options = options;
  }

  void begin(String serverVersion) {
    print(
        "%s, %d processors, Java %s, Redis %s, jobs of %d bytes, %d rounds%n",
        Instant.now(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        serverVersion,
        options.sizeBytes(),
        options.rounds());
  }

  static void progress(int connections, String contender, int round, Measured measured) {
    System.err.printf(
        Locale.ROOT,
        "%d connections, %s, round %d: %,.0f/s%n",
        connections,
        contender,
        round,
        measured.perSecond());
  }

  void table(int connections, Results results) {
    print("%n### %d connections%n%n", connections);
    print("| | thousand/s | client CPU us | server CPU us | |%n|---|---|---|---|---|%n");
    for (String contender : results.contenders()) {
      print(
          "| %s | %.4g | %.3g | %.3g | %s |%n",
          contender,
          results.rate(contender) / 1e3,
          results.cpu(contender),
          results.figure(contender, Measured::serverMicros),
          String.join("; ", Targets.judge(connections, results, contender)));
    }
    results.failures().forEach((contender, why) -> print("| %s | failed: %s |%n", contender, why));
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }
}
