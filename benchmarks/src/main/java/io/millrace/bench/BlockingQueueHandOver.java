package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/**
 * A queue of the JDK: put one by one; taken one by one, or one and then what else is there up to a
 * batch.
 */
final class BlockingQueueHandOver implements HandOver {
  private final BlockingQueue<Item> queue;
  private final int mostTaken;

  BlockingQueueHandOver(BlockingQueue<Item> queue, int mostTaken) {
    this.queue = queue;
    this.mostTaken = mostTaken;
  }

  @Override
  public void put(Item[] items, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.put(items[i]);
    }
  }

  @Override
  public void consume(int consumer, Handler handler) throws InterruptedException {
    if (mostTaken == 1) {
      while (true) {
        handler.handle(queue.take());
      }
    }
    List<Item> batch = new ArrayList<>(mostTaken);
    while (true) {
      batch.add(queue.take());
      queue.drainTo(batch, mostTaken - 1);
      for (int i = 0; i < batch.size(); i++) {
        handler.handle(batch.get(i));
      }
      batch.clear();
    }
  }
}
