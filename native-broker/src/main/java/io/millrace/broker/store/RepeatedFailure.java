package io.millrace.broker.store;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs a failure that comes again and again: the first time with its stack trace, then in one line,
 * and no more than once a minute, until it is over or another kind of failure comes.
 *
 * <p>Not safe for use by several threads.
 */
final class RepeatedFailure {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final LongSupplier nanos;

  /** Null while it does not fail. */
  private @Nullable Class<?> last;

  private long loggedAtNanos;

  /**
   * @param nanos time that passes, from any point, as {@link System#nanoTime}
   */
  RepeatedFailure(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /** It has failed once more, or for the first time. */
  void failed(Level level, String what, Throwable failure) {
    long now = nanos.getAsLong();
    if (failure.getClass() != last) {
      log.atLevel(level).setCause(failure).log(what);
    } else if (now - loggedAtNanos >= PAUSE_NANOS) {
      log.atLevel(level).log("{}, as before: {}", what, failure.toString());
    } else {
      return;
    }
    last = failure.getClass();
    loggedAtNanos = now;
  }

  /** It has not failed this time: the next failure is a new one. */
  void over() {
    last = null;
  }
}
