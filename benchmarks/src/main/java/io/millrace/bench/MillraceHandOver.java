package io.millrace.bench;

import io.millrace.queue.channel.Channel;
import io.millrace.queue.channel.TakeSize;

/**
 * The engine's channel, used as the engine uses it: batches in, and out as many as are handled in a
 * short while.
 */
final class MillraceHandOver implements HandOver {
  private static final long BATCH_BUDGET_NANOS = 200_000;

  private final Channel<Item> channel;
  private final int mostTaken;

  MillraceHandOver(int capacity, int mostTaken) {
    channel = new Channel<>(capacity);
    this.mostTaken = mostTaken;
  }

  @Override
  public void put(Item[] items, int count) throws InterruptedException {
    for (int done = 0; done < count; ) {
      done += channel.put(items, done, count, Long.MAX_VALUE);
    }
  }

  @Override
  public void consume(int consumer, Handler handler) throws InterruptedException {
    Item[] batch = new Item[mostTaken];
    TakeSize size = new TakeSize(mostTaken, BATCH_BUDGET_NANOS);
    while (true) {
      int taken = channel.take(batch, size.next(), Long.MAX_VALUE);
      long start = System.nanoTime();
      for (int i = 0; i < taken; i++) {
        handler.handle(batch[i]);
      }
      size.took(taken, System.nanoTime() - start);
    }
  }
}
