package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.ChannelCredit;
import io.millrace.broker.vhost.Subscription;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who holds deliveries of one queue, a consumer or who has fetched one: settles them, many
 * with one hop. For the connection's thread.
 */
final class Holder {
  /** In the place of the offset of a delivery that its queue has taken back. */
  static final long LATE = -1;

  private static final int FIRST_ROOM = 16;

  private final Subscription subscription;

  /** Null where deliveries do not count. */
  private final @Nullable ChannelCredit shared;

  /** Whether each delivery that ends gives one credit back. */
  private final boolean replenished;

  /** Offsets that were settled in this turn, by the ordinal of their outcome. */
  private final long[][] settled = new long[Outcome.values().length][];

  private final int[] counts = new int[Outcome.values().length];

  /** Whether it stands among those to be flushed. */
  boolean dirty;

  private Holder(Subscription subscription, @Nullable ChannelCredit shared, boolean replenished) {
    this.subscription = subscription;
    this.shared = shared;
    this.replenished = replenished;
    Arrays.fill(settled, new long[0]);
  }

  /**
   * A consumer.
   *
   * @param replenished whether its queue gives it the credit of what it settles
   */
  static Holder consumer(Subscription subscription, ChannelCredit shared, boolean replenished) {
    return new Holder(subscription, shared, replenished);
  }

  /** Who has fetched one message. */
  static Holder fetcher(Subscription subscription) {
    return new Holder(subscription, null, false);
  }

  Subscription subscription() {
    return subscription;
  }

  /**
   * A delivery is settled; the queue hears of it with {@link #flush}.
   *
   * @return whether there is room now in a credit that others share, and was none before
   */
  boolean settle(long offset, Outcome outcome) {
    if (offset == LATE) {
      grantOne();
    } else {
      int kind = outcome.ordinal();
      long[] offsets = settled[kind];
      if (counts[kind] == offsets.length) {
        offsets = Arrays.copyOf(offsets, Math.max(FIRST_ROOM, 2 * offsets.length));
        settled[kind] = offsets;
      }
      offsets[counts[kind]++] = offset;
    }
    return shared != null && shared.release(1);
  }

  /** The queue has taken back what is not held any more: the client is done with it already. */
  void takenBack() {
    grantOne();
  }

  private void grantOne() {
    if (replenished) {
      subscription.grant(1);
    }
  }

  /** Tells the queue what was settled in this turn. */
  void flush() {
    dirty = false;
    if (counts[Outcome.ACKNOWLEDGE.ordinal()] > 0) {
      subscription.acknowledge(take(Outcome.ACKNOWLEDGE));
    }
    if (counts[Outcome.REJECT.ordinal()] > 0) {
      subscription.reject(take(Outcome.REJECT));
    }
    if (counts[Outcome.REQUEUE.ordinal()] > 0) {
      subscription.giveBack(take(Outcome.REQUEUE), true);
    }
  }

  private Offsets take(Outcome outcome) {
    int kind = outcome.ordinal();
    long[] offsets = settled[kind];
    int count = counts[kind];
    counts[kind] = 0;
    if (!ascends(offsets, count)) {
      Arrays.sort(offsets, 0, count);
    }
    return Offsets.copyOf(offsets, count);
  }

  private static boolean ascends(long[] offsets, int count) {
    for (int i = 1; i < count; i++) {
      if (offsets[i] < offsets[i - 1]) {
        return false;
      }
    }
    return true;
  }
}
