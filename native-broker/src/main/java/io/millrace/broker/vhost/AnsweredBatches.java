package io.millrace.broker.vhost;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way back to their publisher.
 *
 * <p><b>Threads:</b> any pushes and tells; the publisher's takes. Lock-free: loops wait for nobody.
 */
final class AnsweredBatches {
  private final ConfirmTarget target;

  /** The last one that was answered, on top of those before. */
  private final AtomicReference<@Nullable PublishBatch> top = new AtomicReference<>();

  /** Whether the target was told and has not looked: set by whoever tells. */
  private final AtomicBoolean told = new AtomicBoolean();

  AnsweredBatches(ConfirmTarget target) {
    this.target = target;
  }

  void push(PublishBatch batch) {
    PublishBatch below;
    do {
      below = top.get();
      batch.below = below;
    } while (!top.compareAndSet(below, batch));
    tell();
  }

  /** The last one, with those before below it; null if there is none. */
  @Nullable PublishBatch takeAll() {
    told.set(false);
    return top.getAndSet(null);
  }

  /** Tells the target once until it takes. */
  void tell() {
    if (!told.getAndSet(true)) {
      target.progress();
    }
  }
}
