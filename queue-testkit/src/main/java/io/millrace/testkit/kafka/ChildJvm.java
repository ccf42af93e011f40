package io.millrace.testkit.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How to start the JVM of a broker. */
record ChildJvm(String classPath, int heapMebibytes, List<String> options, Duration startTimeout) {
  private static final long POLL_MILLIS = 20;

  /**
   * Starts a {@link BrokerProcess} and blocks until it is ready.
   *
   * @throws IllegalStateException if it ended instead, or the time is over and it was ended
   */
  Process start(BrokerFiles files) throws IOException, InterruptedException {
    Files.deleteIfExists(files.ready());
    Process process =
        new ProcessBuilder(command(files))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
            .start();
    boolean ready = false;
    try {
      awaitReady(process, files);
      ready = true;
      return process;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  private void awaitReady(Process process, BrokerFiles files) throws InterruptedException {
    long deadline = System.nanoTime() + startTimeout.toNanos();
    while (!Files.exists(files.ready())) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the Kafka broker ended with exit code " + process.exitValue() + files.logTail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the Kafka broker was not ready within " + startTimeout + files.logTail());
      }
    }
  }

  private List<String> command(BrokerFiles files) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMebibytes + "m");
    command.addAll(options);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dlogback.configurationFile=" + files.logback());
    command.add("-cp");
    command.add(classPath);
    command.add(BrokerProcess.class.getName());
    command.add(files.directory().toString());
    return command;
  }
}
