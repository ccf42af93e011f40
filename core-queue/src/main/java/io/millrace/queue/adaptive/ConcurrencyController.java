package io.millrace.queue.adaptive;

import java.util.Optional;

/**
 * Finds how many handlers to run at once, between two limits, by trying and measuring.
 *
 * <p>While messages wait and the handlers are busy it raises the limit, by doubling as long as
 * throughput follows, and takes the last step back when throughput did not. It lowers the limit
 * when many calls fail, and when calls take much longer than they used to without more coming of
 * it: then the time is spent waiting in front of the downstream, and fewer calls at once lose
 * nothing (Little's law; the same thought as TCP Vegas and Netflix' concurrency-limits).
 *
 * <p>Pure: time and measurements come in, the limit goes out. Belongs to one thread.
 */
public final class ConcurrencyController {
  /** A step whose throughput rises by less than this share of the step itself was not worth it. */
  private static final double WORTHWHILE = 0.15;

  private static final double BUSY = 0.6;
  private static final double TOO_MANY_FAILURES = 0.2;

  /** Latency this many times the usual is a sign of a downstream that slowed down. */
  private static final double SLOWED_DOWN = 2;

  /** How fast the usual latency follows a lasting change, per window. */
  private static final double FORGET = 1.02;

  /**
   * Below this latency calls are bound by the processor, and their variations say nothing about a
   * downstream.
   */
  private static final long SHORT_CALL_NANOS = 200_000;

  private static final int WINDOWS_BETWEEN_PROBES = 25;
  private static final int WINDOWS_AFTER_RETREAT = 5;

  private final int min;
  private final int max;
  private int limit;
  private double usualLatencyNanos;
  private int limitBefore;
  private double rateBefore;
  private boolean doubted;
  private int windowsToWait;

  /** The limit that was left because calls took long, until it is known what that cost; else 0. */
  private int limitLeft;

  private double rateLeft;
  private boolean settling;
  private double latencyLeftNanos;

  public ConcurrencyController(int min, int max, int initial) {
    if (min < 1 || max < min || initial < min || initial > max) {
      throw new IllegalArgumentException(
          "needs 1 <= min <= initial <= max, got " + min + ", " + initial + ", " + max);
    }
    this.min = min;
    this.max = max;
    this.limit = initial;
  }

  public int limit() {
    return limit;
  }

  /**
   * What happened in one stretch of time at an unchanged limit.
   *
   * @param nanos how long it was
   * @param calls handler calls that ended
   * @param failures those of them that failed
   * @param busyNanos time spent in these calls, summed over all handlers
   * @param backlog whether messages were waiting
   */
  public record Window(long nanos, long calls, long failures, long busyNanos, boolean backlog) {
    double rate() {
      return calls * 1e9 / nanos;
    }

    double latencyNanos() {
      return (double) busyNanos / calls;
    }
  }

  /**
   * A new limit, and why.
   *
   * @param reason for the log, in words
   */
  public record Change(int from, int to, String reason) {}

  /** Learns from a window; answers the change it leads to, if any. */
  public Optional<Change> learn(Window window) {
    if (window.calls() == 0) {
      return Optional.empty();
    }
    double latency = window.latencyNanos();
    usualLatencyNanos =
        usualLatencyNanos == 0 ? latency : Math.min(usualLatencyNanos * FORGET, latency);
    if (window.failures() >= 5 && window.failures() > window.calls() * TOO_MANY_FAILURES) {
      limitLeft = 0;
      String share =
          Math.round(100.0 * window.failures() / window.calls()) + " % of the calls fail";
      return retreat(limit * 3 / 4, share);
    }
    if (limitLeft > 0) {
      return judgeRetreat(window);
    }
    if (latency > SHORT_CALL_NANOS && latency > SLOWED_DOWN * usualLatencyNanos) {
      return leave(window);
    }
    if (rateBefore > 0) {
      return judgeStep(window);
    }
    if (windowsToWait > 0) {
      windowsToWait--;
      return Optional.empty();
    }
    return raise(window);
  }

  private Optional<Change> leave(Window window) {
    double latency = window.latencyNanos();
    int from = limit;
    Optional<Change> change =
        retreat(
            (int) (limit * Math.max(0.5, usualLatencyNanos / latency)),
            "calls take "
                + millis(latency)
                + " ms instead of "
                + millis(usualLatencyNanos)
                + " ms");
    if (change.isPresent()) {
      limitLeft = from;
      rateLeft = window.rate();
      latencyLeftNanos = latency;
    }
    return change;
  }

  /**
   * A retreat that cost throughput, and made calls no shorter, was a mistake: calls take that long
   * now.
   */
  private Optional<Change> judgeRetreat(Window window) {
    if (settling) {
      settling = false; // calls from before the retreat are still in this window
      return Optional.empty();
    }
    double step = 1 - (double) limit / limitLeft;
    double loss = 1 - window.rate() / rateLeft;
    int back = limitLeft;
    limitLeft = 0;
    if (loss < step / 2 || window.latencyNanos() < 0.75 * latencyLeftNanos) {
      return Optional.empty();
    }
    usualLatencyNanos = window.latencyNanos();
    windowsToWait = WINDOWS_BETWEEN_PROBES;
    return change(
        back,
        "calls take " + millis(usualLatencyNanos) + " ms now, and fewer at once lose throughput");
  }

  private Optional<Change> judgeStep(Window window) {
    double step = (double) limit / limitBefore - 1;
    double gain = window.rate() / rateBefore - 1;
    if (gain < WORTHWHILE * step && !doubted) {
      doubted = true; // one bad window may be anybody's fault
      return Optional.empty();
    }
    doubted = false;
    rateBefore = 0;
    if (gain >= WORTHWHILE * step) {
      return gain >= step / 2 ? raise(window) : Optional.empty();
    }
    windowsToWait = WINDOWS_BETWEEN_PROBES;
    return change(limitBefore, "throughput does not grow beyond " + limitBefore);
  }

  private Optional<Change> raise(Window window) {
    boolean busy = window.busyNanos() > BUSY * limit * window.nanos();
    if (!window.backlog() || !busy || limit >= max) {
      return Optional.empty();
    }
    limitBefore = limit;
    rateBefore = window.rate();
    return change(
        Math.min(max, limit * 2), "messages wait and all " + limit + " handlers are busy");
  }

  private Optional<Change> retreat(int to, String reason) {
    rateBefore = 0;
    if (windowsToWait > WINDOWS_BETWEEN_PROBES) {
      windowsToWait--;
      return Optional.empty();
    }
    windowsToWait = WINDOWS_BETWEEN_PROBES + WINDOWS_AFTER_RETREAT;
    settling = true;
    return change(Math.max(min, Math.min(to, limit - 1)), reason);
  }

  private Optional<Change> change(int to, String reason) {
    int from = limit;
    limit = Math.max(min, Math.min(max, to));
    return limit == from ? Optional.empty() : Optional.of(new Change(from, limit, reason));
  }

  private static String millis(double nanos) {
    return String.format(java.util.Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
