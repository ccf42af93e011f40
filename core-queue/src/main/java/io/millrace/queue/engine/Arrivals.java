package io.millrace.queue.engine;

import io.millrace.queue.order.KeyLanes;
import org.jspecify.annotations.Nullable;

/**
 * Lets what was fetched take the turns of its keys, and hands over what may run.
 *
 * <p>Messages of one key often come together, above all those of one partition: they enter their
 * lane together. Belongs to the producer's thread.
 */
final class Arrivals<T> {
  private final @Nullable KeyLanes<Delivery<T>> lanes;
  private final HandOver<T> handOver;
  private @Nullable Delivery<T> first;
  private @Nullable Delivery<T> last;
  private int count;

  Arrivals(@Nullable KeyLanes<Delivery<T>> lanes, HandOver<T> handOver) {
    this.lanes = lanes;
    this.handOver = handOver;
  }

  void add(Delivery<T> delivery) {
    if (lanes == null || !delivery.isOrdered()) {
      handOver.add(delivery);
    } else if (last != null && last.key() == delivery.key()) {
      lanes.link(last, delivery);
      last = delivery;
      count++;
    } else {
      end();
      first = delivery;
      last = delivery;
      count = 1;
    }
  }

  /** Lets the last ones enter. */
  void end() {
    Delivery<T> head = first;
    if (lanes != null && head != null && last != null && lanes.enter(head, last, count)) {
      handOver.add(head);
    }
    first = null;
    last = null;
  }
}
