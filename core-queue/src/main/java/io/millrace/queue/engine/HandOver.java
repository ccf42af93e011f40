package io.millrace.queue.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a producer fetched and the channel has not taken yet. Belongs to the producer's thread.
 *
 * <p>Waits in the channel, so that a producer is held back where the queue is full.
 */
final class HandOver<T> {
  private final Core<T> core;
  private final Delivery<T>[] ready;
  private int from;
  private int to;

  HandOver(Core<T> core, int capacity) {
    this.core = core;
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] array = new Delivery[capacity];
    ready = array;
  }

  void add(Delivery<T> delivery) {
    ready[to++] = delivery;
  }

  boolean isPending() {
    return from < to;
  }

  /** Removes the pending ones that match, in order. */
  List<Delivery<T>> remove(Predicate<Delivery<T>> which) {
    List<Delivery<T>> removed = new ArrayList<>();
    int kept = from;
    for (int i = from; i < to; i++) {
      if (which.test(ready[i])) {
        removed.add(ready[i]);
      } else {
        ready[kept++] = ready[i];
      }
    }
    Arrays.fill(ready, kept, to, null);
    to = kept;
    startAnewIfEmpty();
    return removed;
  }

  /** Hands over as much as there is room for, waiting up to {@code maxWaitNanos} for some. */
  void run(long maxWaitNanos) throws InterruptedException {
    if (from == to) {
      return;
    }
    if (core.phase() == Core.Phase.CUT_OFF || core.channel.isClosed()) {
      // The deadline has passed: workers, or the control loop, send everything back.
      core.channel.force(ready, from, to);
      from = to;
    } else {
      from += core.channel.offer(ready, from, to);
      if (from < to && maxWaitNanos > 0) {
        long before = core.time.nanoTime();
        from += Math.max(0, core.channel.put(ready, from, to, maxWaitNanos));
        core.meters.producerBlocked(core.time.nanoTime() - before);
      }
    }
    startAnewIfEmpty();
  }

  private void startAnewIfEmpty() {
    if (from == to) {
      Arrays.fill(ready, 0, to, null);
      from = 0;
      to = 0;
    }
  }
}
