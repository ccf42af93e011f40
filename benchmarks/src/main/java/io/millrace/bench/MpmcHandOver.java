package io.millrace.bench;

import org.jctools.queues.MpmcArrayQueue;

/**
 * The JCTools ring with event counts to block on. Its least capacity is 2, and it rounds up to a
 * power of two.
 */
final class MpmcHandOver implements HandOver {
  private final MpmcArrayQueue<Item> ring;
  private final EventCount notEmpty = new EventCount();
  private final EventCount notFull = new EventCount();

  MpmcHandOver(int capacity) {
    ring = new MpmcArrayQueue<>(Math.max(2, capacity));
  }

  @Override
  public void put(Item[] items, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Item item = items[i];
      if (!ring.offer(item)) {
        notFull.await(() -> ring.offer(item));
      }
      notEmpty.signal();
    }
  }

  @Override
  public void consume(int consumer, Handler handler) throws InterruptedException {
    Item[] taken = new Item[1];
    while (true) {
      Item item = ring.poll();
      if (item == null) {
        notEmpty.await(() -> (taken[0] = ring.poll()) != null);
        item = taken[0];
      }
      notFull.signal();
      handler.handle(item);
    }
  }
}
