package io.millrace.daemon.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What concerns the process as a whole.
 *
 * @param app the name of the deployment; the file's name when none is given
 * @param shutdownTimeout how long pipelines may take to drain when the process is asked to stop
 * @param stateDirectory where everything lies that must survive a restart; used by one process at a
 *     time
 */
public record AppConfig(String app, Duration shutdownTimeout, Path stateDirectory, LogConfig log) {

  /**
   * Reads the sections of the process; {@code file} names the app when nothing else does. A default
   * stands in for what is wrong, so that the rest of the file can be read; {@link
   * Configuration#check} tells of it.
   */
  public static AppConfig from(Section root, String file) {
    String app = root.attempt(section -> app(section, file)).orElseGet(() -> nameOf(file));
    return new AppConfig(
        app,
        root.sectionOrEmpty("shutdown").duration("timeout", Duration.ofSeconds(25)),
        Path.of(root.sectionOrEmpty("state").text("dir", "millrace-state/" + app)),
        root.sectionOrEmpty("log").attempt(LogConfig::from).orElse(LogConfig.DEFAULT));
  }

  private static String app(Section root, String file) {
    String app = root.text("app", nameOf(file));
    if (!app.matches(PipelineConfig.NAME)) {
      throw root.error("app", "a name has letters, digits, '-', '_' and '.', found '" + app + "'");
    }
    return app;
  }

  private static String nameOf(String file) {
    String name =
        String.valueOf(Path.of(file).getFileName())
            .replaceFirst("\\.ya?ml$", "")
            .replaceAll("[^A-Za-z0-9_.-]", "-");
    return name.matches(PipelineConfig.NAME) ? name : "millrace";
  }
}
