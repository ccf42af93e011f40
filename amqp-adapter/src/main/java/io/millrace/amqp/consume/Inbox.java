package io.millrace.amqp.consume;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered and not yet taken. The consumer's prefetch is its limit, which the broker
 * keeps.
 *
 * <p><b>Threads:</b> any. None is held for longer than it takes to add one.
 */
final class Inbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final ArrayDeque<AmqpDelivery> deliveries = new ArrayDeque<>();

  private boolean isWoken;
  private @Nullable String end;

  void add(AmqpDelivery delivery) {
    lock.lock();
    try {
      deliveries.add(delivery);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will come any more; the first reason stays. */
  void end(String reason) {
    lock.lock();
    try {
      if (end == null) {
        end = reason;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing will come any more. */
  Optional<String> ended() {
    lock.lock();
    try {
      return Optional.ofNullable(end);
    } finally {
      lock.unlock();
    }
  }

  /** Makes a {@link #take} that waits, or else the next, return at once. */
  void wakeup() {
    lock.lock();
    try {
      isWoken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** All there is; waits for the first. Empty as well after a wake-up, and at the end. */
  List<AmqpDelivery> take(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (deliveries.isEmpty() && !isWoken && end == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      isWoken = false;
      List<AmqpDelivery> taken = new ArrayList<>(deliveries);
      deliveries.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
