package io.millrace.queue.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that have reached their end, newest first: a worker's outbox, or a producer's inbox.
 *
 * <p><b>Threads:</b> any, without locks. Taking always takes all, so there is no ABA problem.
 */
final class SettledStack<T> {
  private final AtomicReference<@Nullable Delivery<T>> newest = new AtomicReference<>();

  /** Whether it was empty before. */
  boolean push(Delivery<T> delivery) {
    return push(delivery, delivery);
  }

  /** Pushes a chain that is already linked, newest first; whether it was empty before. */
  boolean push(Delivery<T> first, Delivery<T> last) {
    while (true) {
      Delivery<T> before = newest.get();
      last.nextSettled = before;
      if (newest.compareAndSet(before, first)) {
        return before == null;
      }
    }
  }

  /** All there is, linked newest first, or null. */
  @Nullable Delivery<T> takeAll() {
    return newest.get() == null ? null : newest.getAndSet(null);
  }

  boolean isEmpty() {
    return newest.get() == null;
  }
}
