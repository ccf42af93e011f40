package io.millrace.daemon.admin;

import static io.millrace.queue.Settlement.Kind.ACKED;
import static io.millrace.queue.Settlement.Kind.DEAD_LETTERED;
import static io.millrace.queue.Settlement.Kind.REJECTED;
import static io.millrace.queue.Settlement.Kind.RETURNED;

import io.millrace.daemon.admin.view.Overview;
import io.millrace.daemon.admin.view.PipelineStatus;
import io.millrace.daemon.admin.view.SettledCounts;
import io.millrace.daemon.admin.view.SourceProgress;
import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.Settlement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts together what the endpoints say of each pipeline. */
final class StatusBoard {
  private final PipelineRegistry pipelines;
  private final TrendSampler trends;
  private final ProcessFacts process;

  StatusBoard(AdminParts parts, TrendSampler trends, ProcessFacts process) {
    this.pipelines = parts.pipelines();
    this.trends = trends;
    this.process = process;
  }

  Overview overview() {
    return new Overview(process.status(), pipelines.list().stream().map(this::status).toList());
  }

  PipelineStatus status(PipelineView view) {
    QueueSnapshot now = view.queue().snapshot();
    PipelineTrend.Now trend = trends.trend(view.name());
    Optional<String> notReady = Readiness.problem(view, now);
    return new PipelineStatus(
        view.name(),
        view.sourceDescription(),
        view.handlerDescription(),
        view.deadLetterDescription(),
        now.state().name().toLowerCase(Locale.ROOT),
        now.isPaused(),
        notReady.isEmpty(),
        notReady.orElse(null),
        now.producers(),
        now.activeProducers(),
        now.consumers(),
        now.maxConsumers(),
        now.fetched(),
        rounded(trend.fetchedPerSecond()),
        rounded(trend.settledPerSecond()),
        now.buffered(),
        now.waiting(),
        now.inFlight(),
        now.heldBytes(),
        counts(now.settled()),
        now.retries(),
        now.lag() < 0 ? null : Long.valueOf(now.lag()),
        orNull(trend.lagSeconds()),
        orNull(trend.drainSeconds(now)),
        rounded(now.oldestInFlightNanos() / 1e9),
        view.progress().map(p -> new SourceProgress(p.done(), p.total(), p.unit())).orElse(null));
  }

  private static SettledCounts counts(Map<Settlement.Kind, Long> settled) {
    return new SettledCounts(
        settled.getOrDefault(ACKED, 0L),
        settled.getOrDefault(REJECTED, 0L),
        settled.getOrDefault(DEAD_LETTERED, 0L),
        settled.getOrDefault(RETURNED, 0L));
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(rounded(value.getAsDouble())) : null;
  }

  /** Milliseconds, or thousandths of a message, are as fine as anyone reads. */
  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
