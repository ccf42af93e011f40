package io.millrace.broker.vhost;

import io.millrace.broker.loop.OwnerLoop;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * That a queue is gone, which is certain only when nothing can bring it back.
 *
 * <p>Owned by the queue's loop.
 */
final class Deletion {
  private final CompletableFuture<Void> durable;

  /** Whether nobody wanted it gone, but nobody used it either, and nothing was in it. */
  private final boolean expiredEmpty;

  private Deletion(CompletableFuture<Void> durable, boolean expiredEmpty) {
    this.durable = durable;
    this.expiredEmpty = expiredEmpty;
  }

  /**
   * Somebody wanted it.
   *
   * @param durable done, on the queue's loop, when nothing can bring it back
   */
  static Deletion asked(CompletableFuture<Void> durable) {
    return new Deletion(durable, false);
  }

  /** The broker's own decision about a queue without messages. */
  static Deletion expired(CompletableFuture<Void> durable) {
    return new Deletion(durable, true);
  }

  /**
   * Answers a publish that came too late: as if the message had been in the queue when that was
   * deleted, and so no earlier; a queue that has expired has not lost it.
   */
  void answer(PublishBatch batch, int entry) {
    if (expiredEmpty) {
      batch.refuse(entry, PublishRefusal.GONE);
      return;
    }
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

  /** As {@code elsewhere}, done on a loop. */
  static CompletableFuture<Void> toldOn(OwnerLoop loop, CompletableFuture<Void> elsewhere) {
    return elsewhere
        .handle((nothing, failure) -> Optional.ofNullable(failure))
        .thenCompose(
            failure ->
                loop.callAsync(
                    now ->
                        failure
                            .<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
                            .orElseGet(() -> CompletableFuture.completedFuture(null))));
  }
}
