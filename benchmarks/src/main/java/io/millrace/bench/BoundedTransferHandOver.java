package io.millrace.bench;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;

/** A LinkedTransferQueue, which knows no bound, under a semaphore that gives it one. */
final class BoundedTransferHandOver implements HandOver {
  private final LinkedTransferQueue<Item> queue = new LinkedTransferQueue<>();
  private final Semaphore room;

  BoundedTransferHandOver(int capacity) {
    room = new Semaphore(capacity);
  }

  @Override
  public void put(Item[] items, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      room.acquire();
      queue.put(items[i]);
    }
  }

  @Override
  public void consume(int consumer, Handler handler) throws InterruptedException {
    while (true) {
      Item item = queue.take();
      room.release();
      handler.handle(item);
    }
  }
}
