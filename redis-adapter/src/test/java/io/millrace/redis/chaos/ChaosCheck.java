package io.millrace.redis.chaos;

import io.millrace.testkit.check.ConservationCheck;
import io.millrace.testkit.check.LogEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges the events of a run with {@link ConservationCheck}, and asks of each duplicate where it
 * comes from: only what was among the claims of a worker when that was killed or cut off may be
 * done a second time, and each time that this happened counts as an attempt.
 */
final class ChaosCheck implements LogEvent.Cases<Void> {
  private final ConservationCheck check = ConservationCheck.unordered();
  private final Set<Long> unanswered;
  private final List<Set<Long>> exposures;
  private final Map<Long, Integer> done = new HashMap<>();

  /** The highest of each job: that of its last recovery. */
  private final Map<Long, Integer> attempts = new HashMap<>();

  private ChaosCheck(Set<Long> unanswered, List<Set<Long>> exposures) {
    this.unanswered = unanswered;
    this.exposures = exposures;
  }

  /**
   * @param unanswered jobs that may be in the list or not
   * @param exposures for each worker that was killed or cut off the jobs it had then
   */
  static Verdict judge(List<LogEvent> events, Set<Long> unanswered, List<Set<Long>> exposures) {
    ChaosCheck check = new ChaosCheck(unanswered, exposures);
    // The answer to a push may come after the job has been handled.
    events.stream().filter(LogEvent.Published.class::isInstance).forEach(e -> e.match(check));
    events.stream().filter(e -> !(e instanceof LogEvent.Published)).forEach(e -> e.match(check));
    return check.verdict();
  }

  private Verdict verdict() {
    Map<Long, Integer> recoveries = new HashMap<>();
    exposures.forEach(ids -> ids.forEach(id -> recoveries.merge(id, 1, Integer::sum)));
    long unexplained = 0;
    for (Map.Entry<Long, Integer> each : done.entrySet()) {
      int may = 1 + recoveries.getOrDefault(each.getKey(), 0);
      unexplained += Math.max(0, each.getValue() - may);
    }
    long miscounted = 0;
    for (Map.Entry<Long, Integer> each : attempts.entrySet()) {
      if (each.getValue() != 1 + recoveries.getOrDefault(each.getKey(), 0)) {
        miscounted++;
      }
    }
    return new Verdict(
        check.report(),
        exposures.stream().mapToLong(Set::size).sum(),
        exposures.stream().mapToLong(Set::size).max().orElse(0),
        unexplained,
        miscounted);
  }

  private boolean isKnown(long id) {
    return !unanswered.contains(id);
  }

  @Override
  public Void published(LogEvent.Published event) {
    check.accept(event);
    return null;
  }

  @Override
  public Void begun(LogEvent.Begun event) {
    attempts.merge(event.offset(), event.attempt(), Math::max);
    if (isKnown(event.offset())) {
      check.accept(event);
    }
    return null;
  }

  @Override
  public Void ended(LogEvent.Ended event) {
    if (event.end() == LogEvent.End.DONE) {
      done.merge(event.offset(), 1, Integer::sum);
    }
    if (isKnown(event.offset())) {
      check.accept(event);
    }
    return null;
  }

  @Override
  public Void settled(LogEvent.Settled event) {
    check.accept(event);
    return null;
  }

  @Override
  public Void committed(LogEvent.Committed event) {
    check.accept(event);
    return null;
  }

  @Override
  public Void crashed(LogEvent.Crashed event) {
    check.accept(event);
    return null;
  }
}
