package io.millrace.daemon.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.daemon.admin.ProcessMeters;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.daemon.pipeline.Blueprint;
import io.millrace.daemon.pipeline.PipelineReport;
import io.millrace.daemon.pipeline.Pipelines;
import io.millrace.daemon.spi.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a configuration, from its start to the report. */
final class Run {
  private final CommandContext context;
  private final ConfigReader reader;

  Run(CommandContext context, ConfigReader reader) {
    this.context = context;
    this.reader = reader;
  }

  /**
   * Runs until every pipeline has ended.
   *
   * @return the exit code
   * @throws ConfigException when the configuration is wrong; nothing was opened
   * @throws IOException when a port or the state directory cannot be had; everything is closed
   *     again
   */
  int call() throws IOException, InterruptedException {
    Logging.onlyWarnings(new StatusLine(context.err()));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ProcessMeters process = new ProcessMeters(VersionCommand.version())) {
      process.bindTo(meters);
      return call(meters);
    } finally {
      meters.close();
    }
  }

  private int call(PrometheusMeterRegistry meters) throws IOException, InterruptedException {
    ConfigReader.Result first = reader.read(meters);
    ErrorTerminal terminal = new ErrorTerminal(context.environment());
    StatusLine lines = new StatusLine(context.err());
    Pipelines pipelines = new Pipelines(first.blueprint(), () -> readAgain(meters));
    try (Logging logging =
            Logging.start(
                first.blueprint().app().log(), lines, terminal.isThere(), terminal.hasColours());
        AdminFront.Listening admin = first.admin().open(pipelines, meters)) {
      return run(first, admin, pipelines, new ProgressDisplay(pipelines, lines, terminal));
    } finally {
      pipelines.stop(Duration.ZERO);
    }
  }

  private int run(
      ConfigReader.Result first,
      AdminFront.Listening admin,
      Pipelines pipelines,
      ProgressDisplay progress)
      throws IOException, InterruptedException {
    // Made here, not in a static field: a logger made earlier would set up logging by itself.
    Logger log = LoggerFactory.getLogger(Run.class);
    first.configuration().warnings().forEach(warning -> log.warn("{}", warning));
    log.info("{}", Summary.of(first, admin.description()));
    StopRequests stops = new StopRequests(pipelines);
    context.signals().listen(stops::request, () -> reload(pipelines));
    Thread atExit = stops.atExit();
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      pipelines.start();
      Summary.pipelines(pipelines).forEach(line -> log.info("{}", line));
      progress.start();
      pipelines.awaitEnd();
    } finally {
      progress.stop();
      stops.finish(atExit);
    }
    List<PipelineReport> reports = pipelines.reports();
    for (PipelineReport report : reports) {
      log.atInfo()
          .addKeyValue("pipeline", report.pipeline())
          .log("pipeline {}: {}", report.pipeline(), report);
    }
    return stops.exitCode(reports, pipelines.isAccountedFor());
  }

  private Blueprint readAgain(PrometheusMeterRegistry meters) {
    return reader.read(meters).blueprint();
  }

  /**
   * A reload that a signal asked for: nobody waits for its answer, and what is wrong stands in the
   * log.
   */
  private static void reload(Pipelines pipelines) {
    Logger log = LoggerFactory.getLogger(Run.class);
    try {
      pipelines.reload();
    } catch (ConfigException e) {
      log.debug("the reload was refused", e);
    } catch (IllegalStateException e) {
      log.info("not reloaded: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("the reload failed", e);
    }
  }
}
