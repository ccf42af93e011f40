package io.millrace.broker.vhost;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batches that wait until a queue's journal is durable up to a position, in the order of the
 * positions: a ring.
 */
final class DurabilityWaits {
  private long[] positions = new long[8];
  private @Nullable PublishBatch[] batches = new PublishBatch[8];
  private int head;
  private int count;

  /** The batch waits for that position, too, which is not lower than any before. */
  void add(PublishBatch batch, long position) {
    if (count > 0 && batches[slot(count - 1)] == batch) {
      positions[slot(count - 1)] = position;
      return;
    }
    if (count == positions.length) {
      grow();
    }
    positions[slot(count)] = position;
    batches[slot(count)] = batch;
    count++;
    batch.await();
  }

  /** Answers those that wait for that position or a lower one. */
  void durable(long position) {
    while (count > 0 && positions[head] <= position) {
      take().answered();
    }
  }

  /** Refuses all of them, since the journal will not get there. */
  void refuseAll(PublishRefusal why) {
    while (count > 0) {
      PublishBatch batch = take();
      batch.refuseAll(why);
      batch.answered();
    }
  }

  private PublishBatch take() {
    PublishBatch batch = batches[head];
    batches[head] = null;
    head = slot(1);
    count--;
    if (batch == null) {
      throw new IllegalStateException("no batch waits, but " + count + " more do");
    }
    return batch;
  }

  private int slot(int index) {
    return head + index & positions.length - 1;
  }

  private void grow() {
    int room = positions.length * 2;
    long[] morePositions = Arrays.copyOf(positions, room);
    PublishBatch[] moreBatches = Arrays.copyOf(batches, room);
    for (int i = 0; i < count; i++) {
      morePositions[i] = positions[slot(i)];
      moreBatches[i] = batches[slot(i)];
    }
    positions = morePositions;
    batches = moreBatches;
    head = 0;
  }
}
