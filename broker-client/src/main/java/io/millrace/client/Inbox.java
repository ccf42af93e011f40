package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were pushed and not taken, in order. While it is full the connection is not read
 * from, and at last the broker stops; where there are acks its credit bounds the messages, and only
 * large ones fill it.
 *
 * <p><b>Threads:</b> any.
 */
final class Inbox {
  private final int mostMessages;
  private final long mostBytes;
  private final boolean keepsWhatIsLost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

  private long bytes;
  private int session;

  /** Is not read from, since this is full; null while it is not. */
  private @Nullable Link held;

  private boolean isWoken;
  private boolean closed;

  /** One for a binding of that kind. */
  Inbox(BindOptions options) {
    mostMessages = options.mostWaiting();
    mostBytes = options.mostWaitingBytes();
    keepsWhatIsLost = options.noAck();
  }

  /** Adds what came by a connection, which may be told to stop reading. */
  void add(Link link, List<Frame.Push> came) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (Frame.Push push : came) {
        waiting.add(new Delivery(push, link, session));
        bytes += push.body().length;
      }
      if (held == null && (waiting.size() >= mostMessages || bytes >= mostBytes)) {
        held = link;
        link.readsOn(false);
      }
      some.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes up to {@code limit}, waiting for the first.
   *
   * @param nanos how long to wait for it; below 0 for as long as it takes
   * @return none if none came in time, or somebody woke the wait
   * @throws IllegalStateException if it is closed
   */
  List<Delivery> take(int limit, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !closed && !isWoken && left != 0) {
        if (nanos < 0) {
          some.await();
        } else {
          left = Math.max(0, some.awaitNanos(left));
        }
      }
      if (closed) {
        throw new IllegalStateException("the binding is closed");
      }
      isWoken = false;
      return takeSome(limit);
    } finally {
      lock.unlock();
    }
  }

  private List<Delivery> takeSome(int limit) {
    int count = Math.min(limit, waiting.size());
    if (count == 0) {
      return List.of();
    }
    List<Delivery> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Delivery each = waiting.remove();
      bytes -= each.body().length;
      taken.add(each);
    }
    Link resumed = held;
    if (resumed != null && waiting.size() <= mostMessages / 2 && bytes <= mostBytes / 2) {
      held = null;
      resumed.readsOn(true);
    }
    return taken;
  }

  /** A copy of what waits. */
  List<Delivery> peekAll() {
    lock.lock();
    try {
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  /** How many connections were lost. */
  int session() {
    lock.lock();
    try {
      return session;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what came by a connection that is gone, and comes again; not what needs no ack. */
  void linkLost() {
    lock.lock();
    try {
      session++;
      held = null;
      if (!keepsWhatIsLost) {
        waiting.clear();
        bytes = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes a wait, or the next one, end with what there is. */
  void wake() {
    lock.lock();
    try {
      isWoken = true;
      some.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all, takes nothing more, and tells no connection to stop reading any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      held = null;
      waiting.clear();
      bytes = 0;
      some.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
