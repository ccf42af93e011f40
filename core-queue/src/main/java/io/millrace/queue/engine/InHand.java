package io.millrace.queue.engine;

import io.millrace.queue.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has: deliveries that it took and has not begun, and those that it finished and no
 * producer knows of.
 *
 * <p><b>Threads:</b> {@link #passOn} and {@link #giveBack} from the worker's, between calls; {@link
 * #relieve} and {@link #abandon} from the control loop's, which holds the worker's call meanwhile.
 */
final class InHand<T> {
  private final Channel<Delivery<T>> channel;
  private final CallSlot<T> slot;
  private final Run<T> run;
  private final Outbox<T> outbox;

  InHand(Channel<Delivery<T>> channel, CallSlot<T> slot, Run<T> run, Outbox<T> outbox) {
    this.channel = channel;
    this.slot = slot;
    this.run = run;
    this.outbox = outbox;
  }

  /** Lets whoever comes first go on with what the worker would have handled next. */
  void passOn(Delivery<T> delivery) {
    channel.force(delivery);
  }

  /** Lets others have what the worker has not begun. */
  void giveBack() {
    bring(run.takeUnclaimed(), null);
  }

  /** Makes available to others what waits behind a call, unless that is over. */
  void relieve(Delivery<T>[] call) {
    if (!slot.hold(call)) {
      return;
    }
    Delivery<T>[] unclaimed;
    Delivery<T> settled;
    try {
      unclaimed = run.takeUnclaimed();
      settled = outbox.take();
    } finally {
      slot.release(call); // whatever happens: the worker spins until then
    }
    bring(unclaimed, settled);
  }

  /**
   * Takes a call from the worker, and makes available to others what waits behind it.
   *
   * @return false if the call is over
   */
  boolean abandon(Delivery<T>[] call) {
    if (!slot.hold(call)) {
      return false;
    }
    Delivery<T>[] unclaimed;
    Delivery<T> settled;
    try {
      unclaimed = run.takeUnclaimed();
      settled = outbox.take();
    } finally {
      slot.abandon();
    }
    bring(unclaimed, settled);
    return true;
  }

  /** Not while a call is held: this takes locks, and calls producers. */
  private void bring(Delivery<T>[] unclaimed, @Nullable Delivery<T> settled) {
    if (unclaimed.length > 0) {
      channel.forceFirst(unclaimed, 0, unclaimed.length);
    }
    Outbox.deliver(settled);
  }
}
