package io.millrace.client.adapter;

import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that is there while somebody uses it: made for the first, closed after the last. One
 * that the application has brought is left to it.
 *
 * <p><b>Threads:</b> any.
 */
final class ClientShare {
  private final Supplier<MillraceClient> maker;
  private final boolean isOwn;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private @Nullable MillraceClient client;

  private int users;

  private ClientShare(Supplier<MillraceClient> maker, boolean isOwn) {
    this.maker = maker;
    this.isOwn = isOwn;
  }

  /**
   * @throws IllegalArgumentException if there is neither a client nor an address for one
   */
  static ClientShare of(Optional<MillraceClient> given, MillraceClientBuilder builder) {
    if (given.isPresent()) {
      return new ClientShare(given::get, false);
    }
    builder.check();
    return new ClientShare(builder::build, true);
  }

  MillraceClient join() {
    lock.lock();
    try {
      MillraceClient joined = client;
      if (joined == null) {
        joined = maker.get();
        client = joined;
      }
      users++;
      return joined;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    MillraceClient left = null;
    lock.lock();
    try {
      if (--users == 0) {
        left = client;
        client = null;
      }
    } finally {
      lock.unlock();
    }
    if (left != null && isOwn) {
      left.close();
    }
  }
}
