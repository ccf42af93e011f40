package io.millrace.daemon.logging;

import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream for lines of log, and below them, on a terminal, one line that is written over again and
 * again.
 *
 * <p><b>Threads:</b> any; each call is written as a whole.
 */
public final class StatusLine {
  private static final String TO_LINE_START = "\r";
  private static final String CLEAR_REST = "\u001b[K";

  private final PrintStream out;

  /**
   * Keeps a line of log and the status from mixing; never held while calling anything but the
   * stream.
   */
  private final ReentrantLock writing = new ReentrantLock();

  private String status = "";

  public StatusLine(PrintStream out) {
    this.out = out;
  }

  /** Writes whole lines above the status. */
  public void print(byte[] lines) {
    writing.lock();
    try {
      if (!status.isEmpty()) {
        out.print(TO_LINE_START + CLEAR_REST);
      }
      out.write(lines, 0, lines.length);
      out.print(status);
      out.flush();
    } finally {
      writing.unlock();
    }
  }

  /** Replaces the status; an empty one takes it away. Only for terminals. */
  public void show(String newStatus) {
    writing.lock();
    try {
      status = newStatus.strip();
      out.print(TO_LINE_START + status + CLEAR_REST);
      out.flush();
    } finally {
      writing.unlock();
    }
  }
}
