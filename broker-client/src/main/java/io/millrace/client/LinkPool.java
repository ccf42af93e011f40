package io.millrace.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Connections that nobody uses just now, a few of them, for whoever needs one next.
 *
 * <p><b>Threads:</b> any.
 */
final class LinkPool {
  private final Connector connector;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final ArrayDeque<Link> idle = new ArrayDeque<>();

  private boolean closed;

  LinkPool(Connector connector, int most) {
    this.connector = connector;
    this.most = most;
  }

  /**
   * Takes one that is kept, or a new one.
   *
   * @param use called on its own thread
   * @param failure called on any, at once or later, if none is to be had
   */
  void take(Consumer<Link> use, Consumer<Throwable> failure) {
    CompletableFuture<Link> unused =
        take()
            .whenComplete(
                (link, failed) -> {
                  if (failed == null) {
                    link.run(() -> use.accept(link));
                  } else {
                    failure.accept(Trouble.causeOf(failed));
                  }
                });
  }

  /**
   * One that is kept, or a new one. Completed on its own thread or at once; fails with an {@link
   * IOException} if none is to be had, and once this is closed.
   */
  private CompletableFuture<Link> take() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new IOException("the client is closed"));
      }
      for (Link link = idle.poll(); link != null; link = idle.poll()) {
        if (link.isOpen()) {
          return CompletableFuture.completedFuture(link);
        }
      }
    } finally {
      lock.unlock();
    }
    return connector.connect();
  }

  /**
   * Takes back one on which nothing is bound and nothing under way. One that is here already stays.
   */
  void giveBack(Link link) {
    link.readsOn(true);
    lock.lock();
    try {
      if (idle.contains(link)) {
        return;
      }
      if (!closed && idle.size() < most && link.isOpen()) {
        idle.push(link);
        return;
      }
    } finally {
      lock.unlock();
    }
    link.close();
  }

  void close() {
    List<Link> left;
    lock.lock();
    try {
      closed = true;
      left = new ArrayList<>(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(Link::close);
  }
}
