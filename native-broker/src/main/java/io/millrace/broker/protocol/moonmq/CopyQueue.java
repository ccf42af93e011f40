package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Headers;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.DeleteCondition;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.VirtualHost;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the copies for one binding wait that everybody who has bound a queue gets: a queue of its
 * own, in memory, which goes with the binding. Most bindings never need one, so it is made with the
 * first copy.
 *
 * <p><b>Threads:</b> {@link #name} and {@link #isFor} any, all else that of the binding's
 * connection.
 */
final class CopyQueue {
  private final VirtualHost host;
  private final Outlet outlet;
  private final long connection;
  private final String name;
  private final SubscribeOptions options;
  private final Consumer consumer;
  private boolean closed;

  /** Written by the connection's thread, read by any that publishes. */
  private volatile String boundWith;

  /** Once somebody has asked for it: the name, or nothing if the binding is gone. */
  private final AtomicReference<@Nullable CompletableFuture<Optional<String>>> made =
      new AtomicReference<>();

  /**
   * @param name that no other queue has
   * @param consumer gets the copies
   */
  CopyQueue(
      VirtualHost host,
      Outlet outlet,
      long connection,
      String name,
      SubscribeOptions options,
      Consumer consumer) {
    this.host = host;
    this.outlet = outlet;
    this.connection = connection;
    this.name = name;
    this.options = options;
    this.consumer = consumer;
    this.boundWith = consumer.address().routingKey();
  }

  Consumer consumer() {
    return consumer;
  }

  /** Whether its binding is with that routing key. From any thread. */
  boolean isFor(String routingKey) {
    return boundWith.equals(routingKey);
  }

  /** The queue is bound with another routing key. */
  void rebound(String routingKey) {
    boundWith = routingKey;
  }

  /** The hosted queue's name once it is there; empty if it is not to be any more. */
  CompletableFuture<Optional<String>> name() {
    CompletableFuture<Optional<String>> known = made.get();
    if (known != null) {
      return known;
    }
    CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
    if (made.compareAndSet(null, mine)) {
      outlet.hop(() -> make(mine));
      return mine;
    }
    CompletableFuture<Optional<String>> theirs = made.get();
    return theirs == null ? mine : theirs;
  }

  private void make(CompletableFuture<Optional<String>> answer) {
    if (closed) {
      answer.complete(Optional.empty());
      return;
    }
    CompletableFuture<?> unused =
        host.declareQueue(new QueueDefinition(name, false, true, false, Headers.EMPTY), connection)
            .thenCompose(declared -> host.subscribe(name, options, consumer))
            .whenComplete(
                (subscribed, failure) -> {
                  if (failure != null) {
                    answer.completeExceptionally(failure);
                    return;
                  }
                  outlet.hop(() -> subscribed.value().ifPresent(consumer::subscribed));
                  answer.complete(subscribed.value().map(subscription -> name));
                });
  }

  /** The binding is gone, and so are its copies. */
  void close() {
    closed = true;
    if (made.get() != null) {
      consumer.detach(false);
      CompletableFuture<Answer<Long>> unused =
          host.deleteQueue(name, connection, DeleteCondition.NONE);
    }
  }
}
