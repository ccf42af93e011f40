package io.millrace.queue.engine;

import io.millrace.queue.Producer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where workers leave what they are done with for one producer, and what ends the waits of that
 * producer's thread: it looks into the inbox after each.
 *
 * <p><b>Threads:</b> {@link #push}, {@link #wake} and the queries from any, the rest from the
 * producer's. A wait is announced before the inbox is looked at, and the inbox filled before the
 * announcement is looked at; so one of both sees the other.
 */
final class ProducerInbox<T> {
  private static final Logger log = LoggerFactory.getLogger(ProducerInbox.class);

  private final String loopName;
  private final SettledStack<T> settled = new SettledStack<>();

  /** The producer's thread; null before its first turn. */
  private volatile @Nullable Thread thread;

  /** True while the thread waits somewhere that {@link LockSupport#unpark} ends. */
  private volatile boolean parked;

  /** The producer whose fetch the thread is in; null outside. */
  private volatile @Nullable Producer<T> fetching;

  ProducerInbox(String loopName) {
    this.loopName = loopName;
  }

  /** From now on the calling thread is the one that waits. */
  void attach() {
    thread = Thread.currentThread();
  }

  @Nullable Thread thread() {
    return thread;
  }

  boolean isEmpty() {
    return settled.isEmpty();
  }

  /** Takes a chain of deliveries that have reached their end, linked newest first. */
  void push(Delivery<T> first, Delivery<T> last) {
    if (settled.push(first, last)) {
      wakeFetch();
      if (parked) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** All there is, linked newest first, or null. */
  @Nullable Delivery<T> takeAll() {
    return settled.takeAll();
  }

  /** Ends its wait, or the next one that it begins. */
  void wake() {
    wakeFetch();
    LockSupport.unpark(thread);
  }

  void enterFetch(Producer<T> producer) {
    fetching = producer;
  }

  void leaveFetch() {
    fetching = null;
  }

  void beginWait() {
    parked = true;
  }

  void endWait() {
    parked = false;
  }

  /** Waits until it is woken, for {@code nanos} at most; not at all when something is there. */
  void park(long nanos) {
    if (nanos <= 0) {
      return;
    }
    beginWait();
    if (isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    endWait();
  }

  private void wakeFetch() {
    Producer<T> source = fetching;
    if (source == null || Thread.currentThread() == thread) {
      return;
    }
    Exception failure = UserCode.failureOf(source::wakeup);
    if (failure != null) {
      log.error("{} failed to wake up", loopName, failure);
    }
  }
}
