package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.server.FrozenProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} in a process of its own, which ends with this one. */
final class WorkerProcess implements AutoCloseable {
  private final WorkerSettings settings;
  private final Path log;
  private final Process process;

  private WorkerProcess(WorkerSettings settings, Path log, Process process) {
    this.settings = settings;
    this.log = log;
    this.process = process;
  }

  static WorkerProcess start(WorkerSettings settings) throws IOException {
    return start(settings, Map.of());
  }

  static WorkerProcess start(WorkerSettings settings, Map<String, String> environment)
      throws IOException {
    Path log = settings.events().resolveSibling(settings.name() + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Worker.class.getName());
    command.addAll(settings.toArguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new WorkerProcess(settings, log, builder.start());
  }

  String name() {
    return settings.name();
  }

  long processId() {
    return process.pid();
  }

  /** {@code kill -9}; it is gone when this returns. */
  void kill() throws InterruptedException {
    assertThat(process.isAlive()).as("%s runs: %s", name(), log()).isTrue();
    process.destroyForcibly();
    process.waitFor();
  }

  FrozenProcess freeze() throws IOException {
    return FrozenProcess.freeze(process.pid());
  }

  /**
   * Ends it in good order.
   *
   * @return how many of its results were refused
   */
  long stop() throws IOException, InterruptedException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("%s stops", name()).isTrue();
    assertThat(process.exitValue()).as("exit code of %s: %s", name(), log()).isZero();
    return log()
        .lines()
        .filter(line -> line.startsWith("fenced "))
        .mapToLong(line -> Long.parseLong(line.substring("fenced ".length())))
        .sum();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
