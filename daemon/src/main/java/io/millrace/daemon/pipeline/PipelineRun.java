package io.millrace.daemon.pipeline;

import io.millrace.daemon.config.PipelineConfig;
import io.millrace.daemon.source.InvalidMessages;
import io.millrace.daemon.spi.Count;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Concurrency;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.QueueState;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline that has been started.
 *
 * <p>A thread of its own waits for its queue to end, by itself or because it is stopped, and then
 * lets go of source, handler and sinks.
 *
 * <p><b>Threads:</b> any.
 */
final class PipelineRun implements PipelineView {
  private static final Logger log = LoggerFactory.getLogger(PipelineRun.class);
  private static final Duration LONG = Duration.ofDays(1);

  private final PipelinePlan parts;
  private final Queue<byte[]> queue;
  private final long startedNanos = System.nanoTime();
  private final CompletableFuture<PipelineReport> end = new CompletableFuture<>();

  /** What the file says now; differs from {@link #parts} in sizes only. */
  private volatile PipelinePlan plan;

  /**
   * How many messages had gone back to the source before anybody asked to stop; -1 while nobody
   * has.
   */
  private volatile long returnedBeforeStop = -1;

  /** Why nothing can be handled any more; null while something can. */
  private volatile @Nullable String gone;

  private PipelineRun(PipelinePlan plan, Queue<byte[]> queue) {
    this.parts = plan;
    this.plan = plan;
    this.queue = queue;
  }

  /**
   * Starts the pipeline.
   *
   * @throws IOException when its directory cannot be made; the plan is closed then, as on every
   *     failure
   */
  static PipelineRun start(PipelinePlan plan, Duration stopTimeout) throws IOException {
    boolean started = false;
    try {
      Files.createDirectories(plan.context().stateDirectory());
      PipelineRun run = new PipelineRun(plan, build(plan, stopTimeout));
      plan.source().pausedBy(() -> run.queue.snapshot().isPaused());
      run.queue.start();
      plan.handler().gone().thenAccept(run::giveUp);
      plan.deadLetters().gone().thenAccept(run::giveUp);
      new Thread(run::awaitEnd, "millrace-" + plan.config().name() + "-end").start();
      started = true;
      return run;
    } finally {
      if (!started) {
        plan.close();
      }
    }
  }

  private static Queue<byte[]> build(PipelinePlan plan, Duration stopTimeout) {
    PipelineConfig config = plan.config();
    DeadLetterPusher deadLetters = new DeadLetterPusher(plan.deadLetters());
    plan.source().deadLettersTo(deadLetters);
    QueueBuilder<byte[]> builder =
        Queue.<byte[]>builder(config.name())
            .noun("pipeline")
            .producers(config.producers(), plan.source().producers())
            .concurrency(config.consumers())
            .ordering(config.order())
            .bufferMessages(config.bufferMessages())
            .bufferBytes(config.bufferBytes())
            .fetchSize(config.fetch())
            .retry(config.retry())
            .deadLetters(deadLetters)
            .deadLetterTimeLimit(config.deadLetterTimeLimit())
            .virtualThreads(config.virtualThreads())
            .meters(plan.context().meters())
            .stopTimeout(stopTimeout);
    config.rate().ifPresent(rate -> builder.rateLimit(rate.max(), rate.period()));
    config.timeLimit().ifPresent(builder::handlerTimeLimit);
    QueueConfig.Handler<byte[]> consumers = InvalidMessages.guard(plan.handler().consumers());
    if (consumers instanceof QueueConfig.Batch<byte[]> batch) {
      builder.batchConsumers(batch.maxBatch(), batch.factory());
    } else if (consumers instanceof QueueConfig.Single<byte[]> single) {
      builder.consumers(single.factory());
    }
    return builder.build();
  }

  private void awaitEnd() {
    try {
      while (!queue.awaitTermination(LONG)) {
        log.debug("pipeline {} runs", name());
      }
      Duration life = Duration.ofNanos(System.nanoTime() - startedNanos);
      DrainReport drain =
          queue
              .drainReport()
              .orElseThrow(() -> new IllegalStateException("a stopped queue has no report"));
      parts.close();
      long returned = returnedBeforeStop < 0 ? 0 : drain.returned() - returnedBeforeStop;
      Optional<String> incomplete = parts.source().incomplete();
      incomplete.ifPresent(
          reason ->
              log.atError()
                  .addKeyValue("pipeline", name())
                  .log("pipeline {}: not all of its input was read: {}", name(), reason));
      end.complete(
          new PipelineReport(
              name(),
              drain,
              life,
              returned,
              parts.source().skipped(),
              Optional.ofNullable(gone),
              incomplete));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end.completeExceptionally(e);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("pipeline", name())
          .setCause(e)
          .log("pipeline {}: its end failed", name());
      end.completeExceptionally(e);
    }
  }

  /** Completed when everything is settled and closed. */
  CompletableFuture<PipelineReport> end() {
    return end;
  }

  /**
   * As {@link Queue#stop}. Blocks. Called again, with a nearer deadline, it cuts the first call
   * short.
   */
  void stop(Duration deadline) {
    if (returnedBeforeStop < 0 && queue.state() != QueueState.STOPPED) {
      returnedBeforeStop = queue.snapshot().settled().getOrDefault(Settlement.Kind.RETURNED, 0L);
    }
    parts.handler().stopping();
    queue.stop(deadline);
  }

  /** Ends without its handler, or its dead letters, which will never work again. Does not wait. */
  private void giveUp(String reason) {
    gone = reason;
    log.atError()
        .addKeyValue("pipeline", name())
        .log("pipeline {}: {}: what is not finished goes back to its source", name(), reason);
    new Thread(() -> stop(Duration.ZERO), "millrace-" + name() + "-stop").start();
  }

  /** Whether it follows the file without being touched. */
  boolean isAs(PipelinePlan other) {
    return plan.values().equals(other.values());
  }

  boolean canFollow(PipelinePlan other) {
    return plan.differsOnlyInSize(other);
  }

  /** Takes over the sizes of a plan it {@link #canFollow}. */
  void follow(PipelinePlan other) {
    queue.resize(other.config().producers(), other.config().consumers().max());
    plan = other;
  }

  /** How many handlers may run at once, in words. */
  static String sizes(PipelineConfig config) {
    Concurrency consumers = config.consumers();
    String range =
        consumers instanceof Concurrency.Adaptive adaptive
            ? adaptive.min() + ".." + consumers.max() + " consumers"
            : Count.of(consumers.max(), "consumer");
    return Count.of(config.producers(), "producer") + ", " + range;
  }

  PipelineConfig config() {
    return plan.config();
  }

  @Override
  public String name() {
    return parts.config().name();
  }

  @Override
  public String sourceDescription() {
    return parts.source().description();
  }

  @Override
  public String handlerDescription() {
    return parts.handler().description();
  }

  @Override
  public String deadLetterDescription() {
    return parts.deadLetters().description();
  }

  @Override
  public Queue<byte[]> queue() {
    return queue;
  }

  @Override
  public Optional<Duration> handlerTimeLimit() {
    return parts.config().timeLimit();
  }

  @Override
  public Optional<Source.Progress> progress() {
    return parts.source().progress();
  }

  @Override
  public Optional<String> failure() {
    Optional<String> reason = Optional.ofNullable(gone);
    return reason.isPresent() || queue.state() != QueueState.STOPPED
        ? reason
        : parts.source().incomplete();
  }

  @Override
  public Optional<String> notReady() {
    return queue.state() == QueueState.STOPPED
        ? Optional.empty()
        : parts
            .source()
            .notReady()
            .or(() -> parts.handler().notReady())
            .or(() -> parts.deadLetters().notReady());
  }
}
