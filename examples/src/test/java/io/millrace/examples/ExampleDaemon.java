package io.millrace.examples;

import io.millrace.daemon.cli.Main;
import java.io.IOException;
import java.nio.file.Path;

/** Runs a configuration in a process of its own, so that it can be stopped as an operator would. */
final class ExampleDaemon {
  private ExampleDaemon() {}

  /**
   * @param name of a configuration in {@code examples/config}
   * @param state a directory
   * @param variable of the environment, which says where the backend is
   */
  static Process start(String name, Path state, String variable, String value) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "examples/config/" + name + ".yaml",
            "--state.dir=" + state);
    builder.environment().put(variable, value);
    return builder.inheritIO().start();
  }
}
