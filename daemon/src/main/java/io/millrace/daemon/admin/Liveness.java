package io.millrace.daemon.admin;

import io.millrace.daemon.admin.view.ProbeStatus;
import io.millrace.daemon.admin.view.ProbeStatus.Reason;
import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.PipelineView;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a restart of the process would help. A backend that is down, a slow handler or a full
 * buffer are not its business: after a restart they would be the same, and work in flight would
 * have been lost.
 */
final class Liveness {
  /**
   * The engine abandons a handler at twice its limit; one still there at this many limits was not
   * noticed.
   */
  private static final int LIMITS_UNTIL_STUCK = 4;

  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** Long enough for the engine to make a producer anew after a failure. */
  private static final Duration WITHOUT_PRODUCERS = Duration.ofMinutes(1);

  private final PipelineRegistry pipelines;
  private final TrendSampler trends;
  private final Optional<Duration> stuckAfter;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  Liveness(PipelineRegistry pipelines, TrendSampler trends, Optional<Duration> stuckAfter) {
    this.pipelines = pipelines;
    this.trends = trends;
    this.stuckAfter = stuckAfter;
  }

  ProbeStatus probe() {
    List<Reason> reasons = new ArrayList<>();
    for (PipelineView view : pipelines.list()) {
      stuckHandler(view).ifPresent(problem -> reasons.add(new Reason(view.name(), problem)));
      deadProducers(view).ifPresent(problem -> reasons.add(new Reason(view.name(), problem)));
    }
    long[] deadlocked = threads.findDeadlockedThreads();
    if (deadlocked != null) {
      reasons.add(new Reason("", deadlocked.length + " threads wait for each other for ever"));
    }
    return ProbeStatus.of(reasons);
  }

  private Optional<String> stuckHandler(PipelineView view) {
    Duration oldest = Duration.ofNanos(view.queue().snapshot().oldestInFlightNanos());
    return patience(view)
        .filter(patience -> oldest.compareTo(patience) > 0)
        .map(
            patience ->
                "a handler call has run for "
                    + oldest.toSeconds()
                    + " s, "
                    + patience.toSeconds()
                    + " s is the most that is believed; the log has its stack");
  }

  /** How long a handler call may take before it counts as stuck. */
  private Optional<Duration> patience(PipelineView view) {
    return view.handlerTimeLimit()
        .map(limit -> longer(limit.multipliedBy(LIMITS_UNTIL_STUCK), limit.plus(MARGIN)))
        .or(() -> stuckAfter);
  }

  private Optional<String> deadProducers(PipelineView view) {
    Duration without = trends.trend(view.name()).withoutProducers();
    return without.compareTo(WITHOUT_PRODUCERS) > 0
        ? Optional.of("it runs, but none of its producers has for " + without.toSeconds() + " s")
        : Optional.empty();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
