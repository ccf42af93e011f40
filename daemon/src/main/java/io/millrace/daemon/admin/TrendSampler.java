package io.millrace.daemon.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.daemon.admin.PipelineTrend.LagTotals;
import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.PipelineView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the counters of all pipelines at a steady pace, so that rates and estimates are the same
 * for whoever asks.
 *
 * <p><b>Threads:</b> {@link #run} from one thread only; everything else from any.
 */
final class TrendSampler implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(TrendSampler.class);

  private final PipelineRegistry pipelines;
  private final MeterRegistry meters;
  private final Map<String, PipelineTrend> trends = new HashMap<>();
  private final Map<String, List<Meter>> gauges = new HashMap<>();

  /**
   * Replaced as a whole by the sampling thread, read by request threads; never changed once
   * published.
   */
  private volatile Map<String, PipelineTrend.Now> published = Map.of();

  TrendSampler(PipelineRegistry pipelines, MeterRegistry meters) {
    this.pipelines = pipelines;
    this.meters = meters;
  }

  PipelineTrend.Now trend(String pipeline) {
    return published.getOrDefault(pipeline, PipelineTrend.Now.UNKNOWN);
  }

  /** Takes one sample of each pipeline. */
  @Override
  public void run() {
    try {
      sample(System.nanoTime());
    } catch (RuntimeException e) {
      log.error(
          "cannot sample the pipelines, rates stand still until the next try",
          e); // a scheduler drops what throws
    }
  }

  void sample(long nowNanos) {
    Map<String, PipelineTrend.Now> next = new HashMap<>();
    for (PipelineView view : pipelines.list()) {
      PipelineTrend trend = trends.computeIfAbsent(view.name(), name -> new PipelineTrend());
      trend.add(nowNanos, view.queue().snapshot(), lag(view.name()));
      next.put(view.name(), trend.now());
      gauges.computeIfAbsent(view.name(), this::register);
    }
    published = Map.copyOf(next);
    Set<String> gone = new HashSet<>(trends.keySet());
    gone.removeAll(next.keySet());
    for (String name : gone) {
      trends.remove(name);
      gauges.getOrDefault(name, List.of()).forEach(meters::remove);
      gauges.remove(name);
    }
  }

  /** The queue measures ages and tells only its meters. */
  private LagTotals lag(String name) {
    Timer timer = meters.find("millrace.pipeline.lag").tag("pipeline", name).timer();
    return timer == null
        ? LagTotals.NONE
        : new LagTotals(timer.count(), timer.totalTime(TimeUnit.SECONDS));
  }

  private List<Meter> register(String name) {
    List<Meter> registered = new ArrayList<>();
    registered.add(
        Gauge.builder(
                "millrace.pipeline.drain.seconds.estimate",
                this,
                sampler -> sampler.drainSeconds(name))
            .description(
                "How long the backlog takes at the present rate; NaN while nothing is settled")
            .tag("pipeline", name)
            .register(meters));
    registered.add(
        Gauge.builder("millrace.pipeline.ready", this, sampler -> sampler.isReady(name) ? 1 : 0)
            .description(
                "1 when the pipeline's source is attached and a producer is active, as /readyz sees it")
            .tag("pipeline", name)
            .register(meters));
    return registered;
  }

  private double drainSeconds(String name) {
    return pipelines
        .find(name)
        .map(view -> trend(name).drainSeconds(view.queue().snapshot()).orElse(Double.NaN))
        .orElse(Double.NaN);
  }

  private boolean isReady(String name) {
    return pipelines.find(name).map(view -> Readiness.problem(view).isEmpty()).orElse(false);
  }
}
