package io.millrace.daemon.source.http;

import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The messages of one request on their way into the queue; it is their {@link Message#handle}.
 *
 * <p><b>Threads:</b> one producer hands over and settles, the request's thread waits for the two
 * futures.
 */
final class Ingest {
  private enum State {
    WAITING,
    TAKEN,
    WITHDRAWN
  }

  private final List<Message<byte[]>> messages;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final AtomicInteger unsettled;
  private final CompletableFuture<Void> handedOver = new CompletableFuture<>();

  /** The worst of what became of the messages. */
  private final CompletableFuture<Settlement.Kind> settled = new CompletableFuture<>();

  private int next;
  private Settlement.Kind worst = Settlement.Kind.ACKED;

  Ingest(List<Message<byte[]>> messages) {
    this.messages =
        messages.stream().map(message -> message.toBuilder().handle(this).build()).toList();
    unsettled = new AtomicInteger(messages.size());
  }

  CompletableFuture<Void> handedOver() {
    return handedOver;
  }

  CompletableFuture<Settlement.Kind> settled() {
    return settled;
  }

  /** Claims the messages for the queue; false when the request gave up before. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** Gives up; false when the queue has messages of this already. */
  boolean withdraw() {
    return state.compareAndSet(State.WAITING, State.WITHDRAWN);
  }

  /** Whether all messages are handed over. */
  boolean isEmpty() {
    return next == messages.size();
  }

  /** The next message to hand over. */
  Message<byte[]> next() {
    return messages.get(next++);
  }

  /** Notes what became of one of the messages. */
  void settle(Settlement.Kind kind) {
    if (kind.ordinal() > worst.ordinal()) {
      worst = kind;
    }
    if (unsettled.decrementAndGet() == 0) {
      settled.complete(worst);
    }
  }
}
