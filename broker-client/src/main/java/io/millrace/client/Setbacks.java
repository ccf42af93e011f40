package io.millrace.client;

import io.millrace.queue.retry.Backoff;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong since something worked last, and the growing pauses after it.
 *
 * <p><b>Threads:</b> any.
 */
final class Setbacks {
  private final Backoff pause;

  /** Null while it works. */
  private final AtomicReference<@Nullable Row> row = new AtomicReference<>();

  private record Row(int failures, Throwable last) {}

  Setbacks(Backoff pause) {
    this.pause = pause;
  }

  /** It has failed once more; gives the pause before the next try. */
  long failed(Throwable why) {
    Row now = row.updateAndGet(before -> new Row(before == null ? 1 : before.failures() + 1, why));
    return pause.nanosAfter(now == null ? 1 : now.failures());
  }

  /** It works. */
  void over() {
    row.set(null);
  }

  /** Why it failed last; empty while it works. */
  Optional<Throwable> last() {
    return Optional.ofNullable(row.get()).map(Row::last);
  }

  long longestPauseNanos() {
    return pause.nanosAfter(Integer.MAX_VALUE);
  }
}
