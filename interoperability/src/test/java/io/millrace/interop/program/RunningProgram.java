package io.millrace.interop.program;

import static org.awaitility.Awaitility.await;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

/** A {@link Program} that was started. For one thread. */
public final class RunningProgram implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int SHOWN = 8_000;

  private final String command;
  private final GuardedProcess process;
  private final ServerDirectory directory;

  RunningProgram(String command, GuardedProcess process, ServerDirectory directory) {
    this.command = command;
    this.process = process;
    this.directory = directory;
  }

  /** What it has printed, errors among it. */
  public String printed() {
    try {
      return Files.exists(directory.log())
          ? new String(Files.readAllBytes(directory.log()), StandardCharsets.UTF_8)
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until it has printed something.
   *
   * @throws AssertionError if it ends before
   */
  public void awaitPrinted(String text, Duration within) {
    await("'" + text + "' from " + command)
        .atMost(within)
        .pollInterval(POLL)
        .until(
            () -> {
              boolean isAlive = process.isAlive();
              if (printed().contains(text)) {
                return true;
              }
              if (!isAlive) {
                throw failed("ended with " + process.exitCode() + " before it said '" + text + "'");
              }
              return false;
            });
  }

  /**
   * Waits for its end.
   *
   * @return what it printed
   * @throws AssertionError if it does not end in time, or not with 0
   */
  public String awaitSuccess(Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    await(command)
        .atMost(within.plusSeconds(10))
        .pollInterval(POLL)
        .until(() -> !process.isAlive() || System.nanoTime() > deadline);
    if (process.isAlive()) {
      throw failed("has not ended within " + within);
    }
    if (process.exitCode() != 0) {
      throw failed("ended with " + process.exitCode());
    }
    return printed();
  }

  private AssertionError failed(String what) {
    String all = printed();
    String shown = all.substring(Math.max(0, all.length() - SHOWN));
    return new AssertionError(command + " " + what + "; it printed:\n" + shown);
  }

  /** Ends it as {@code kill -9} does; it is gone when this returns. */
  public void kill() {
    process.kill();
  }

  /** Ends it if it runs. */
  @Override
  public void close() {
    process.kill();
    try {
      directory.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
