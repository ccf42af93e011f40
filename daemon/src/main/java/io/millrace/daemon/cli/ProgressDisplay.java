package io.millrace.daemon.cli;

import io.millrace.daemon.logging.StatusLine;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.daemon.pipeline.Pipelines;
import io.millrace.daemon.spi.Source.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar over all pipelines, on a terminal, while every source knows its size.
 *
 * <p><b>Threads:</b> start and stop from one; the bar is drawn by threads of its own.
 */
final class ProgressDisplay {
  private static final long SMALL_BYTES = 16 << 20;
  private static final String PERCENT = "%";
  private static final long WHOLE = 100;
  private static final Duration REFRESH = Duration.ofMillis(250);

  private final Pipelines pipelines;
  private final StatusLine lines;
  private final ErrorTerminal terminal;
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> drawn;

  /**
   * Made when the sources know their sizes, by the timer's thread, which alone uses it until the
   * timer has ended.
   */
  private @Nullable ProgressBar bar;

  ProgressDisplay(Pipelines pipelines, StatusLine lines, ErrorTerminal terminal) {
    this.pipelines = pipelines;
    this.lines = lines;
    this.terminal = terminal;
  }

  /** Does nothing where nobody is watching. */
  void start() {
    if (!terminal.isThere()) {
      return;
    }
    ScheduledExecutorService drawing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "millrace-progress");
              thread.setDaemon(true);
              return thread;
            });
    drawn =
        drawing.scheduleWithFixedDelay(
            this::step, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    timer = drawing;
  }

  void stop() throws InterruptedException {
    if (timer == null) {
      return;
    }
    if (drawn != null) {
      drawn.cancel(false);
    }
    timer.shutdown();
    if (timer.awaitTermination(1, TimeUnit.SECONDS) && bar != null) {
      step();
      bar.close();
      lines.show("");
    }
  }

  private void step() {
    Optional<Progress> sum = sum(pipelines.list());
    if (sum.isEmpty() || (isSmall(sum.get()) && bar == null)) {
      return;
    }
    if (bar == null) {
      bar = bar(sum.get());
    }
    bar.maxHint(sum.get().total());
    bar.stepTo(sum.get().done());
  }

  /** What is done before anyone could read a bar needs none. */
  private static boolean isSmall(Progress progress) {
    return progress.unit().equals("bytes") && progress.total() < SMALL_BYTES;
  }

  /**
   * Of all together; empty unless all know their sizes. Where they count different things it is
   * what share of its own each has done, on the average.
   */
  static Optional<Progress> sum(List<PipelineView> views) {
    List<Progress> each =
        views.stream().map(PipelineView::progress).flatMap(Optional::stream).toList();
    if (each.isEmpty() || each.size() < views.size()) {
      return Optional.empty();
    }
    List<String> units = each.stream().map(Progress::unit).distinct().toList();
    if (units.size() == 1) {
      return Optional.of(
          new Progress(
              each.stream().mapToLong(Progress::done).sum(),
              each.stream().mapToLong(Progress::total).sum(),
              units.get(0)));
    }
    double share = each.stream().mapToDouble(ProgressDisplay::share).average().orElse(0);
    return Optional.of(new Progress(Math.round(share * WHOLE), WHOLE, PERCENT));
  }

  private static double share(Progress progress) {
    return progress.total() == 0 ? 1 : (double) progress.done() / progress.total();
  }

  private ProgressBar bar(Progress progress) {
    boolean isBytes = progress.unit().equals("bytes");
    return new ProgressBarBuilder()
        .setTaskName("millrace")
        .setInitialMax(progress.total())
        .setUnit(isBytes ? " MiB" : " " + progress.unit(), isBytes ? 1L << 20 : 1)
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .setUpdateIntervalMillis((int) REFRESH.toMillis())
        .setConsumer(new LineConsumer(lines, terminal.width() - 1))
        .build();
  }

  /** Draws the bar below the log. */
  private static final class LineConsumer implements ProgressBarConsumer {
    private final StatusLine lines;
    private final int width;

    private LineConsumer(StatusLine lines, int width) {
      this.lines = lines;
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      lines.show(rendered);
    }

    @Override
    public void close() {
      lines.show("");
    }
  }
}
