package io.millrace.bench.kafka;

import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Millrace is to reach in a cell, and whether it does. */
final class Targets {
  private static final double OF_RAW = 0.95;
  private static final double OF_RAW_BY_KEY = 0.90;
  private static final double OF_PARALLEL_CONSUMER = 8;
  private static final double OF_NOMINAL = 0.90;
  private static final double CPU_OF_PARALLEL_CONSUMER = 0.5;

  /** The client alone cannot have more of the cores than this, as the broker needs some as well. */
  private static final double FULL = 0.7;

  private final int partitions;
  private final int cores;

  Targets(int partitions, int cores) {
    this.partitions = partitions;
    this.cores = cores;
  }

  /** A verdict for each target; none for peers. */
  List<String> judge(Cell cell, Results results, String contender) {
    boolean shares = contender.equals(MillraceShare.NAME);
    for (Order order : Order.values()) {
      if (contender.equals(MillraceGroup.name(order)) || (shares && order == Order.NONE)) {
        if (cell.work().blocks()) {
          return judgeBlocking(cell, results, contender, order);
        }
        return shares ? compareShares(results) : judgeNoOp(results, order);
      }
    }
    return List.of();
  }

  /** There is no target for share groups: what limits them is the broker. */
  private static List<String> compareShares(Results results) {
    return results
        .best(RawShareLoop.NAME)
        .map(raw -> results.rate(MillraceShare.NAME) / raw)
        .map(ratio -> List.of(String.format(Locale.ROOT, "x%.2f of the raw share loop", ratio)))
        .orElse(List.of());
  }

  private static List<String> judgeNoOp(Results results, Order order) {
    List<String> verdicts = new ArrayList<>();
    double rate = results.rate(MillraceGroup.name(order));
    double ofRaw = order == Order.KEY ? OF_RAW_BY_KEY : OF_RAW;
    results.best("raw loop").ifPresent(raw -> verdicts.add(atLeast("of raw", rate / raw, ofRaw)));
    String peer = ParallelConsumer.name(order);
    if (results.has(peer)) {
      verdicts.add(
          atLeast("of parallel-consumer", rate / results.rate(peer), OF_PARALLEL_CONSUMER));
    }
    return verdicts;
  }

  private List<String> judgeBlocking(Cell cell, Results results, String contender, Order order) {
    List<String> verdicts = new ArrayList<>();
    double ofNominal = results.rate(contender) / nominal(cell, order);
    boolean full = results.figure(contender, Measured::coresBusy) >= FULL * cores;
    verdicts.add(
        full && ofNominal < OF_NOMINAL
            ? String.format(Locale.ROOT, "x%.2f of nominal, PASS as the CPU is full", ofNominal)
            : atLeast("of nominal", ofNominal, OF_NOMINAL));
    String peer = ParallelConsumer.name(order);
    if (results.has(peer)) {
      double ratio = results.cpu(contender) / results.cpu(peer);
      verdicts.add(
          String.format(
              Locale.ROOT,
              "CPU x%.2f of parallel-consumer's %s, rate x%.2f",
              ratio,
              verdict(ratio <= CPU_OF_PARALLEL_CONSUMER),
              results.rate(contender) / results.rate(peer)));
    }
    return verdicts;
  }

  /** What as many handlers reach that are never without a record. */
  double nominal(Cell cell, Order order) {
    int handlers =
        order == Order.PARTITION ? Math.min(partitions, cell.inFlight()) : cell.inFlight();
    return handlers * 1e9 / cell.work().time().toNanos();
  }

  private static String atLeast(String what, double figure, double target) {
    return String.format(Locale.ROOT, "x%.2f %s %s", figure, what, verdict(figure >= target));
  }

  private static String verdict(boolean passed) {
    return passed ? "PASS" : "FAIL";
  }
}
