package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Links to one queue, as many as threads have used at the same time.
 *
 * <p><b>Threads:</b> any.
 */
public final class LinkPool implements AutoCloseable {
  private final RedisServers servers;
  private final QueueKeys keys;
  private final Duration timeout;

  /** Guards what is free, and whether it is closed; held for a moment only. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<Link> free = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param timeout how long an answer may take
   */
  public LinkPool(RedisServers servers, QueueKeys keys, Duration timeout) {
    this.servers = servers;
    this.keys = keys;
    this.timeout = timeout;
  }

  /** The queue. */
  public QueueKeys keys() {
    return keys;
  }

  /**
   * Lends one, to be {@linkplain #giveBack given back}; the one used last, as it is the least
   * likely to have been idle for long.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Link take() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      Link link = free.pollFirst();
      return link != null ? link : new Link(servers, keys, timeout);
    } finally {
      lock.unlock();
    }
  }

  public void giveBack(Link link) {
    lock.lock();
    try {
      if (!closed) {
        free.addFirst(link);
        return;
      }
    } finally {
      lock.unlock();
    }
    link.close();
  }

  /** Closes those that are free, and each other when it is given back. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    // From now on nobody takes or adds one.
    free.forEach(Link::close);
    free.clear();
  }
}
