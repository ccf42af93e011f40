package io.millrace.bench.amqp.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** PerfTest at work, until it is closed or has said nothing new for too long. For one thread. */
final class PerfTestProcess implements AutoCloseable {
  private static final int SHOWN_LINES = 12;
  private static final int END_SECONDS = 20;

  private final Process process;
  private final BufferedReader printed;
  private final Deque<String> last = new ArrayDeque<>();

  /**
   * @param within then it is killed
   */
  PerfTestProcess(List<String> command, Duration within) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    printed = process.inputReader();
    CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process.toHandle()::destroyForcibly);
  }

  /**
   * Waits for the next report.
   *
   * @throws IOException with what it printed when it ends instead
   */
  PerfTestReport next() throws IOException {
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      last.addLast(line);
      if (last.size() > SHOWN_LINES) {
        last.removeFirst();
      }
      Optional<PerfTestReport> report = PerfTestReport.parse(line);
      if (report.isPresent()) {
        return report.get();
      }
    }
    throw new IOException("PerfTest has ended, or was killed: " + String.join(" / ", last));
  }

  /** Has it close its connections, and waits until it is gone. */
  @Override
  public void close() throws IOException {
    // Not by the process itself, which would stop reading: what is printed meanwhile has to go
    // somewhere.
    process.toHandle().destroy();
    try {
      printed.transferTo(Writer.nullWriter());
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
