package io.millrace.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.millrace.daemon.config.LogConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, from {@link #start} to {@link #close}.
 *
 * <p>With the system property {@code logback.configurationFile} the operator takes over, and
 * nothing is set up here.
 */
public final class Logging implements AutoCloseable {
  private static final Duration FOLDING_WINDOW = Duration.ofSeconds(10);

  private final LineAppender appender;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> summaries;

  private Logging(
      LineAppender appender, ScheduledExecutorService timer, ScheduledFuture<?> summaries) {
    this.appender = appender;
    this.timer = timer;
    this.summaries = summaries;
  }

  /**
   * Sets the log up for the whole process.
   *
   * @param isTerminal whether people are watching: text rather than JSON where the configuration
   *     leaves it open
   * @param isColoured whether text is coloured
   */
  public static Logging start(
      LogConfig config, StatusLine lines, boolean isTerminal, boolean isColoured) {
    boolean isText =
        config.format() == LogConfig.Format.TEXT
            || (config.format() == LogConfig.Format.AUTO && isTerminal);
    LineAppender appender =
        new LineAppender(
            isText ? new TextLayout(isColoured) : new JsonLayout(),
            new Folding(FOLDING_WINDOW, Instant::now),
            lines);
    attach(appender, config);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "millrace-log");
              thread.setDaemon(true);
              return thread;
            });
    return new Logging(
        appender, timer, timer.scheduleWithFixedDelay(appender::writeDue, 1, 1, TimeUnit.SECONDS));
  }

  /**
   * Lets warnings through, as text, until {@link #start}: the configuration that says more has not
   * been read yet.
   */
  public static void onlyWarnings(StatusLine lines) {
    LineAppender appender =
        new LineAppender(new TextLayout(false), new Folding(FOLDING_WINDOW, Instant::now), lines);
    attach(appender, new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.WARN, Map.of()));
  }

  private static void attach(LineAppender appender, LogConfig config) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (System.getProperty("logback.configurationFile") != null) {
      return;
    }
    context.reset();
    appender.setContext(context);
    appender.setName("stderr");
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(level(config.level()));
    config.levels().forEach((name, level) -> context.getLogger(name).setLevel(level(level)));
  }

  /** Writes what is still counted. Later lines are written as before. */
  @Override
  public void close() {
    summaries.cancel(false);
    timer.shutdown();
    appender.writeAll();
  }

  private static Level level(LogConfig.Level level) {
    return Level.toLevel(level.name());
  }
}
