package io.millrace.daemon.cli;

import io.millrace.daemon.config.AppConfig;
import io.millrace.daemon.config.Units;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.daemon.pipeline.Pipelines;
import io.millrace.daemon.spi.Count;
import java.util.List;

/** What an operator wants to know of a process that has just started. */
final class Summary {
  private Summary() {}

  /** The process in one line: version, configuration, listeners, limits. */
  static String of(ConfigReader.Result read, String listeners) {
    AppConfig app = read.blueprint().app();
    int pipelines = read.blueprint().descriptions().size();
    Runtime runtime = Runtime.getRuntime();
    return "millrace "
        + VersionCommand.version()
        + " runs "
        + app.app()
        + " from "
        + read.configuration().file()
        + ": "
        + Count.of(pipelines, "pipeline")
        + ", "
        + listeners
        + ", state in "
        + app.stateDirectory()
        + ", heap up to "
        + (runtime.maxMemory() >> 20)
        + "MiB, "
        + runtime.availableProcessors()
        + " processors, Java "
        + Runtime.version().feature()
        + ", drains for up to "
        + Units.format(app.shutdownTimeout());
  }

  /** Each pipeline in one line. */
  static List<String> pipelines(Pipelines pipelines) {
    return pipelines.list().stream().map(Summary::pipeline).toList();
  }

  private static String pipeline(PipelineView pipeline) {
    return "pipeline "
        + pipeline.name()
        + ": "
        + pipeline.sourceDescription()
        + " -> "
        + pipeline.handlerDescription()
        + ", dead letters to "
        + pipeline.deadLetterDescription();
  }
}
