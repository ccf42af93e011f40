package io.millrace.amqp.connection;

import com.rabbitmq.client.BlockedListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed while the broker has blocked the connection, as it does when it is short of memory or
 * disk. What is written then stays in the sockets' buffers, so publishers wait here.
 *
 * <p><b>Threads:</b> any.
 */
final class BlockedGate implements BlockedListener {
  private static final Logger log = LoggerFactory.getLogger(BlockedGate.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();

  /** Guarded by the lock for changes; null while the gate is open. */
  private volatile @Nullable String reason;

  @Override
  public void handleBlocked(String why) {
    log.warn("the broker takes no publications: {}", why);
    set("the broker takes no publications: " + why);
  }

  @Override
  public void handleUnblocked() {
    log.info("the broker takes publications again");
    set(null);
  }

  /** For a new connection. */
  void open() {
    set(null);
  }

  private void set(@Nullable String value) {
    lock.lock();
    try {
      reason = value;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** Whether it is open, or opens in time. */
  boolean await(Duration atMost) throws InterruptedException {
    if (reason == null) {
      return true;
    }
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (reason != null) {
        if (left <= 0) {
          return false;
        }
        left = opened.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
