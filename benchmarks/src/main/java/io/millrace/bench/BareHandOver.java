package io.millrace.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * No queue at all: the same consumers call the same handler in a bare loop, which is the most
 * anything can reach.
 */
final class BareHandOver implements HandOver {
  @Override
  public void put(Item[] items, int count) throws InterruptedException {
    LockSupport.park(this);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void consume(int consumer, Handler handler) {
    Item item = new Item(0);
    while (!Thread.currentThread().isInterrupted()) {
      handler.handle(item);
    }
  }
}
