package io.millrace.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What concerns the process as a whole.
 *
 * @param app the name of the deployment; the file's name when none is given
 * @param shutdownTimeout how long pipelines may take to drain when the process is asked to stop
 * @param stateDirectory where everything lies that must survive a restart; used by one process at a
 *     time
 */
public record AppConfig(String app, Duration shutdownTimeout, Path stateDirectory, LogConfig log) {

  /** Reads the sections of the process; {@code file} names the app when nothing else does. */
  public static AppConfig from(Section root, String file) {
    String app = root.text("app", nameOf(file));
    if (!app.matches(PipelineConfig.NAME)) {
      throw root.error("app", "a name has letters, digits, '-', '_' and '.', found '" + app + "'");
    }
    return new AppConfig(
        app,
        root.options("shutdown").duration("timeout", Duration.ofSeconds(25)),
        Path.of(root.options("state").text("dir", "millrace-state/" + app)),
        LogConfig.from(root.options("log")));
  }

  /** Stands in for one that has mistakes, so that the rest of the file can be checked. */
  public static AppConfig standIn() {
    return new AppConfig(
        "millrace",
        Duration.ZERO,
        Path.of("millrace-state"),
        new LogConfig(LogConfig.Format.AUTO, LogConfig.Level.INFO, Map.of()));
  }

  private static String nameOf(String file) {
    String name =
        String.valueOf(Path.of(file).getFileName())
            .replaceFirst("\\.ya?ml$", "")
            .replaceAll("[^A-Za-z0-9_.-]", "-");
    return name.matches(PipelineConfig.NAME) ? name : "millrace";
  }
}
