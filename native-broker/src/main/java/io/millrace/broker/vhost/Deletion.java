package io.millrace.broker.vhost;

import java.util.concurrent.CompletableFuture;

/**
 * That a queue is gone, which is certain only when nothing can bring it back.
 *
 * <p>Owned by the queue's loop.
 */
final class Deletion {
  private final CompletableFuture<Void> durable;

  /**
   * @param durable done, on the queue's loop, when nothing can bring it back
   */
  Deletion(CompletableFuture<Void> durable) {
    this.durable = durable;
  }

  /**
   * Answers a publish that came too late: as if the message had been in the queue when that was
   * deleted, and so no earlier.
   */
  void answer(PublishBatch batch, int entry) {
    batch.await();
    var unused =
        durable.whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                batch.refuse(entry, PublishRefusal.UNAVAILABLE);
              }
              batch.answered();
            });
  }
}
