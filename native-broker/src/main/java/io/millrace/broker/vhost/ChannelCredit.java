package io.millrace.broker.vhost;

import io.millrace.broker.queue.SharedCredit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many deliveries all consumers of one client together may hold: a prefetch limit that they
 * share, whatever their queues.
 *
 * <p><b>Threads:</b> what {@link SharedCredit} has is called by the loops of queues; the rest by
 * the client's own thread.
 */
public final class ChannelCredit implements SharedCredit {
  /** No limit. */
  public static final int UNLIMITED = 0;

  /**
   * Deliveries that are held, or on their way to the client. An atomic, since queues of several
   * loops draw on it at the same time and must not exceed the limit together.
   */
  private final AtomicInteger held = new AtomicInteger();

  /** Written by the client's thread. A loop may go by an old one for a moment. */
  private volatile int limit = UNLIMITED;

  @Override
  public boolean hasRoom() {
    int most = limit;
    return most == UNLIMITED || held.get() < most;
  }

  @Override
  public boolean take() {
    int most = limit;
    int now = held.get();
    while (most == UNLIMITED || now < most) {
      // Never above the limit, even for a moment: whoever releases goes by the count.
      if (held.compareAndSet(now, now + 1)) {
        return true;
      }
      now = held.get();
    }
    return false;
  }

  /**
   * Changes the limit; what exceeds a lower one stays where it is.
   *
   * @return whether it is higher than before, so that there may be room for somebody who found
   *     none: each consumer has to be told by {@link Subscription#grant}
   */
  public boolean setLimit(int most) {
    int before = limit;
    limit = most;
    // Whether there was room says nothing: a loop may have gone by the old limit since.
    return before != UNLIMITED && (most == UNLIMITED || most > before);
  }

  /**
   * Deliveries are settled. To be called before their queues are told.
   *
   * @return whether there is room now, and was none before: each consumer has to be told by {@link
   *     Subscription#grant}
   */
  public boolean release(int deliveries) {
    int most = limit;
    int before = held.getAndAdd(-deliveries);
    return most != UNLIMITED && before >= most && before - deliveries < most;
  }
}
