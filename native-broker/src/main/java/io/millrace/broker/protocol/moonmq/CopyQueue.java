package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Headers;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.DeleteCondition;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.Subscription;
import io.millrace.client.codec.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the copies for one binding wait that everybody who has bound a queue gets: a queue of its
 * own, in memory, which goes with the binding. Most bindings never need one, so it is made with the
 * first copy. If it cannot be made, the next copy tries again.
 *
 * <p><b>Threads:</b> {@link #place} and {@link #isFor} any, all else that of the binding's
 * connection.
 */
final class CopyQueue {
  private final CopyQueues home;

  /** Of the binding, when it was made. */
  private final BindTerms terms;

  /** Tells it from the others of its connection. */
  private final int number;

  /** Gets the copies; null until there are some. */
  private @Nullable Consumer consumer;

  /** Written by the connection's thread, read by that of whoever makes queues. */
  private volatile boolean closed;

  /** Written by the connection's thread, read by any that publishes. */
  private volatile BindTerms boundWith;

  /** Null until somebody asks for it, and again when it could not be made. */
  private final AtomicReference<@Nullable CompletableFuture<CopyPlace>> made =
      new AtomicReference<>();

  CopyQueue(CopyQueues home, BindTerms terms, int number) {
    this.home = home;
    this.terms = terms;
    this.number = number;
    this.boundWith = terms;
  }

  /** Gets the copies; null while there was none. */
  @Nullable Consumer consumer() {
    return consumer;
  }

  /** Whether messages of that routing key are for its binding. From any thread. */
  boolean isFor(String routingKey) {
    return boundWith.takes(routingKey);
  }

  /** The queue is bound for other messages. */
  void rebound(BindTerms with) {
    boundWith = with;
  }

  /** Done once the hosted queue is there, or is not to be. */
  CompletableFuture<CopyPlace> place() {
    CompletableFuture<CopyPlace> known = made.get();
    if (known != null) {
      return known;
    }
    CompletableFuture<CopyPlace> mine = new CompletableFuture<>();
    if (!made.compareAndSet(null, mine)) {
      return place();
    }
    home.connection().hop(() -> make(mine));
    return mine;
  }

  private void make(CompletableFuture<CopyPlace> answer) {
    if (closed) {
      answer.complete(CopyPlace.NOWHERE);
      return;
    }
    Consumer target = consumer;
    if (target == null) {
      target = new Consumer(terms.takingAll(), home.connection());
      consumer = target;
    }
    CompletableFuture<Answer<Subscription>> unused =
        subscribe(target, name())
            .whenComplete(
                (subscribed, failure) -> {
                  if (failure == null) {
                    made(answer, subscribed);
                  } else {
                    made.compareAndSet(answer, null);
                    answer.completeExceptionally(failure);
                  }
                });
  }

  private CompletableFuture<Answer<Subscription>> subscribe(Consumer target, String name) {
    QueueDefinition definition = new QueueDefinition(name, false, true, false, Headers.EMPTY);
    CompletableFuture<Answer<QueueFacts>> declared =
        home.host().declareQueue(definition, home.connectionNumber());
    return declared.thenCompose(
        there ->
            there.match(
                queue -> home.host().subscribe(name, home.options(terms.takingAll()), target),
                refusal -> CompletableFuture.completedFuture(Answer.refused(refusal))));
  }

  private void made(CompletableFuture<CopyPlace> answer, Answer<Subscription> subscribed) {
    CopyPlace place =
        subscribed.match(
            subscription -> {
              home.connection().hop(() -> subscribed(subscription));
              return CopyPlace.at(name());
            },
            refusal ->
                closed ? CopyPlace.NOWHERE : CopyPlace.refused(Codes.of(refusal, Method.PUBLISH)));
    if (place.refusal().isPresent()) {
      made.compareAndSet(answer, null);
    }
    answer.complete(place);
  }

  private void subscribed(Subscription subscription) {
    Consumer target = consumer;
    if (target != null) {
      target.subscribed(subscription);
      if (!home.connection().isTakenFrom()) {
        target.flow(false);
      }
    }
  }

  private String name() {
    return terms.address().copiesName(home.connectionNumber(), number);
  }

  /** The binding is gone, and so are its copies. */
  void close() {
    closed = true;
    Consumer target = consumer;
    if (target != null) {
      target.detach(false);
      CompletableFuture<Answer<Long>> unused =
          home.host().deleteQueue(name(), home.connectionNumber(), DeleteCondition.NONE);
    }
  }
}
