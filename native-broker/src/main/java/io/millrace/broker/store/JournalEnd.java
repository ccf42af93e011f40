package io.millrace.broker.store;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How far the journal of a queue has come to its end, and the future of whoever waits for that.
 *
 * <p>Owned by the queue's loop.
 */
final class JournalEnd {
  /** Whether it takes nothing more, nor part in checkpoints. */
  private boolean left;

  /** Whether it tells of nothing any more. */
  private boolean closed;

  private boolean deleted;

  /** Of a stop or a deletion: done when its record, which counts as a command, is durable. */
  private @Nullable CompletableFuture<Void> done;

  boolean hasLeft() {
    return left;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isDeleted() {
    return deleted;
  }

  /** Of the stop or the deletion that has begun; null before that. */
  @Nullable CompletableFuture<Void> begun() {
    return done;
  }

  CompletableFuture<Void> beginStop() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    done = begun;
    return begun;
  }

  /** Whoever waits for a stop that has not got there waits for the deletion then. */
  CompletableFuture<Void> beginDeletion() {
    CompletableFuture<Void> before = done;
    CompletableFuture<Void> begun =
        before == null || before.isDone() ? new CompletableFuture<>() : before;
    done = begun;
    left = true;
    deleted = true;
    return begun;
  }

  void leave() {
    left = true;
  }

  void close() {
    closed = true;
  }

  /** Its last record is durable. */
  void reached() {
    CompletableFuture<Void> waiting = done;
    if (waiting != null) {
      closed = true;
      waiting.complete(null);
    }
  }

  /** Its last record never will be durable. */
  void fail(RuntimeException why) {
    CompletableFuture<Void> waiting = done;
    if (waiting != null) {
      closed = true;
      waiting.completeExceptionally(why);
    }
  }
}
