package io.millrace.daemon.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the first request to stop a process from a second one.
 *
 * <p><b>Threads:</b> any.
 */
final class StopSignals {
  private static final long SAME_REQUEST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final AtomicInteger requests = new AtomicInteger();

  /** When the first request came; written by its signal's thread, read by that of the next. */
  private volatile long firstNanos;

  /** What a signal asks for. */
  enum Request {
    FIRST,
    /** The first one once more: it was sent to the process and to its group. */
    SAME,
    AGAIN
  }

  Request heard() {
    long now = System.nanoTime();
    if (requests.get() > 0 && now - firstNanos < SAME_REQUEST_NANOS) {
      return Request.SAME;
    }
    if (isFirst()) {
      firstNanos = now;
      return Request.FIRST;
    }
    return Request.AGAIN;
  }

  /** The process ends without a signal: whether nobody has asked for it before. */
  boolean isFirst() {
    return requests.getAndIncrement() == 0;
  }

  static String nameOf(int signal) {
    return signal == Signals.INTERRUPT ? "SIGINT" : "SIGTERM";
  }
}
