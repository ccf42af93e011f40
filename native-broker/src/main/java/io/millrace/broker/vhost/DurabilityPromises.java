package io.millrace.broker.vhost;

import io.millrace.broker.journal.Journal;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait until all is durable that was done to a queue before they asked. Owned by the
 * queue's loop.
 */
final class DurabilityPromises {
  /** In the order of their positions. */
  private final ArrayDeque<Promise> promises = new ArrayDeque<>(1);

  private record Promise(long position, CompletableFuture<Boolean> kept) {}

  /** Done with true when all that was appended is durable, with false if it never will be. */
  CompletableFuture<Boolean> promise(Journal journal) {
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    long position = journal.lastPosition();
    if (position <= journal.durablePosition()) {
      kept.complete(true);
    } else {
      promises.add(new Promise(position, kept));
    }
    return kept;
  }

  void durable(long position) {
    while (!promises.isEmpty() && promises.element().position() <= position) {
      promises.remove().kept().complete(true);
    }
  }

  /** The journal has come to its end: all that was appended is durable, or never will be. */
  void ended(boolean durable) {
    while (!promises.isEmpty()) {
      promises.remove().kept().complete(durable);
    }
  }
}
