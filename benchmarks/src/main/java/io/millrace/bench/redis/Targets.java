package io.millrace.bench.redis;

import io.millrace.bench.contest.Results;
import io.millrace.redis.SourceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Millrace is to reach, and whether it does. */
final class Targets {
  private static final double RELIABLE_PER_SECOND = 300_000;
  private static final double OF_MOVE_AND_REMOVE = 10;
  private static final double OF_POP_HUNDRED = 0.8;

  private Targets() {}

  /** A verdict for each target; none for peers. */
  static List<String> judge(int connections, Results results, String contender) {
    if (contender.equals(Millrace.name(SourceMode.SIMPLE))) {
      return judgeSimple(results, contender);
    }
    return contender.equals(Millrace.name(SourceMode.RELIABLE))
        ? judgeReliable(connections, results, contender)
        : List.of();
  }

  /** The ceiling is what pops a hundred; more at once are shown beside it. */
  private static List<String> judgeSimple(Results results, String contender) {
    List<String> verdicts = new ArrayList<>();
    String hundred = Contenders.POP_MANY + 100;
    if (results.has(hundred)) {
      verdicts.add(ratio(results.rate(contender) / results.rate(hundred), hundred, OF_POP_HUNDRED));
    }
    String thousand = Contenders.POP_MANY + 1_000;
    if (results.has(thousand)) {
      double ratio = results.rate(contender) / results.rate(thousand);
      verdicts.add(String.format(Locale.ROOT, "x%.2f of %s", ratio, thousand));
    }
    return verdicts;
  }

  private static List<String> judgeReliable(int connections, Results results, String contender) {
    List<String> verdicts = new ArrayList<>();
    if (connections == 1) {
      verdicts.add("300,000/s " + verdict(results.rate(contender) >= RELIABLE_PER_SECOND));
    }
    if (results.has(Contenders.MOVE_AND_REMOVE)) {
      verdicts.add(
          ratio(
              results.rate(contender) / results.rate(Contenders.MOVE_AND_REMOVE),
              Contenders.MOVE_AND_REMOVE,
              OF_MOVE_AND_REMOVE));
    }
    return verdicts;
  }

  private static String ratio(double ratio, String peer, double target) {
    return String.format(Locale.ROOT, "x%.2f of %s %s", ratio, peer, verdict(ratio >= target));
  }

  private static String verdict(boolean passed) {
    return passed ? "PASS" : "FAIL";
  }
}
