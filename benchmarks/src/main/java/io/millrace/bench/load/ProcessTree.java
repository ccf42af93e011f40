package io.millrace.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What Linux tells of a process and of those below it. Any thread.
 *
 * @param root its end is the end of all
 */
public record ProcessTree(ProcessHandle root) {
  /** Of {@code /proc/PID/stat}, behind the name: where the CPU times are, counted in ticks. */
  private static final int FIRST_TIME = 11;

  /** Its own in user and in system mode, then those of children that it has waited for. */
  private static final int TIMES = 4;

  private static final int TICK_MILLIS = 10;

  /** Written to {@code clear_refs}: the most that was resident begins with what is. */
  private static final String FORGET_MOST = "5";

  /**
   * @throws IllegalArgumentException when there is no such process
   */
  public static ProcessTree of(long processId) {
    return new ProcessTree(
        ProcessHandle.of(processId)
            .orElseThrow(() -> new IllegalArgumentException("no process " + processId)));
  }

  /** CPU time used so far, by those that have ended as well; in hundredths of a second. */
  public Duration cpu() {
    return Duration.ofMillis(TICK_MILLIS * sum(ProcessTree::ticks));
  }

  /** Bytes in memory. */
  public long residentBytes() {
    return sum(process -> statusBytes(process, "VmRSS:"));
  }

  /** The most bytes in memory since {@link #forgetMost}, each process for itself. */
  public long mostResidentBytes() {
    return sum(process -> statusBytes(process, "VmHWM:"));
  }

  /** Has {@link #mostResidentBytes} begin anew. */
  public void forgetMost() throws IOException {
    for (ProcessHandle process : all().toList()) {
      Files.writeString(directory(process).resolve("clear_refs"), FORGET_MOST);
    }
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** One figure of a process. */
  @FunctionalInterface
  private interface Figure {
    long of(ProcessHandle process) throws IOException;
  }

  private long sum(Figure figure) {
    return all().mapToLong(process -> value(figure, process)).sum();
  }

  private long value(Figure figure, ProcessHandle process) {
    try {
      return figure.of(process);
    } catch (IOException e) {
      if (process.equals(root)) {
        throw new IllegalStateException("process " + root.pid() + " has ended", e);
      }
      // A child that has ended since it was listed: what it used is its parent's by now.
      return 0;
    }
  }

  private static long ticks(ProcessHandle process) throws IOException {
    String line = Files.readString(directory(process).resolve("stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += Long.parseLong(fields[FIRST_TIME + i]);
    }
    return sum;
  }

  private static long statusBytes(ProcessHandle process, String name) throws IOException {
    try (Stream<String> lines = Files.lines(directory(process).resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Path directory(ProcessHandle process) {
    return Path.of("/proc", Long.toString(process.pid()));
  }
}
