package io.millrace.bench;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The Disruptor with several producers and a blocking wait strategy. Release 4 has no worker pool
 * any more; this one claims as the one of release 3 did: each worker takes the next sequence nobody
 * has, waits for it, and gates the producers with its own.
 */
final class DisruptorHandOver implements HandOver {
  private static final class Slot {
    private @Nullable Item item;
  }

  private final RingBuffer<Slot> ring;
  private final Sequence claimed = new Sequence();
  private final Sequence[] handled;
  private final int mostClaimed;

  DisruptorHandOver(int capacity, int consumers) {
    ring = RingBuffer.createMultiProducer(Slot::new, capacity, new BlockingWaitStrategy());
    handled = new Sequence[consumers];
    for (int i = 0; i < consumers; i++) {
      handled[i] = new Sequence();
    }
    ring.addGatingSequences(handled);
    ring.addGatingSequences(claimed);
    mostClaimed = Math.max(1, capacity / 8);
  }

  @Override
  public void put(Item[] items, int count) {
    for (int done = 0; done < count; ) {
      int batch = Math.min(count - done, mostClaimed);
      long last = ring.next(batch);
      long first = last - batch + 1;
      for (int i = 0; i < batch; i++) {
        ring.get(first + i).item = items[done + i];
      }
      ring.publish(first, last);
      done += batch;
    }
  }

  @Override
  public void consume(int consumer, Handler handler) throws InterruptedException {
    SequenceBarrier barrier = ring.newBarrier();
    Sequence mine = handled[consumer];
    long available = Long.MIN_VALUE;
    while (true) {
      long next = claim(mine);
      while (available < next) {
        available = waitFor(barrier, next);
        if (available < next) {
          Thread
              .yield(); // claimed by a producer that has not published yet, for which the strategy
          // does not block
        }
      }
      Slot slot = ring.get(next);
      Item item = slot.item;
      slot.item = null;
      if (item != null) {
        handler.handle(item);
      }
    }
  }

  private long claim(Sequence mine) {
    long next;
    do {
      next = claimed.get() + 1;
      mine.set(next - 1);
    } while (!claimed.compareAndSet(next - 1, next));
    return next;
  }

  private static long waitFor(SequenceBarrier barrier, long sequence) throws InterruptedException {
    try {
      return barrier.waitFor(sequence);
    } catch (AlertException | TimeoutException e) {
      throw new IllegalStateException("nobody alerts, and this strategy knows no timeout", e);
    }
  }
}
