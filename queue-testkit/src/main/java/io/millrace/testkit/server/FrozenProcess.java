package io.millrace.testkit.server;

import java.io.IOException;

/**
 * A process that is stopped by SIGSTOP, and goes on when this is closed or this JVM ends.
 *
 * <p>A shell holds it, which waits for the end of its standard input: a process stopped for good
 * could never see that its parent is gone.
 */
public final class FrozenProcess implements AutoCloseable {
  /*
   * A thread that runs on another processor goes on for a moment after the signal was sent, long enough to answer a
   * request: so each must be seen stopped. Where there is no /proc, grep fails and the wait is over at once.
   */
  private static final String SCRIPT =
      """
      kill -STOP "$0" || exit
      while grep -qv ') T ' /proc/"$0"/task/*/stat; do :; done
      echo stopped
      read _
      kill -CONT "$0"
      """;

  private final Process shell;

  private FrozenProcess(Process shell) {
    this.shell = shell;
  }

  /**
   * Stops a process; it stands still when this returns.
   *
   * @throws IOException if there is no such process, or no POSIX shell
   */
  public static FrozenProcess freeze(long processId) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", SCRIPT, Long.toString(processId))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (shell.getInputStream().read() < 0) {
      throw new IOException("process " + processId + " cannot be stopped");
    }
    return new FrozenProcess(shell);
  }

  /** Lets the process go on; it does when this returns. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
