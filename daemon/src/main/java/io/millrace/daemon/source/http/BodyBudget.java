package io.millrace.daemon.source.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the bodies may hold that are being received or wait to be handed over: connections
 * outnumber the posts that are served at once, and each could send nearly a whole body.
 *
 * <p><b>Threads:</b> any; a {@link Share} belongs to one.
 */
final class BodyBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** What one request holds; given back when it is closed. */
  final class Share implements AutoCloseable {
    private long bytes;

    /** Takes this many bytes more, or answers false. */
    boolean grow(int more) {
      if (held.addAndGet(more) > limit) {
        held.addAndGet(-more);
        return false;
      }
      bytes += more;
      return true;
    }

    @Override
    public void close() {
      held.addAndGet(-bytes);
      bytes = 0;
    }
  }

  Share share() {
    return new Share();
  }
}
