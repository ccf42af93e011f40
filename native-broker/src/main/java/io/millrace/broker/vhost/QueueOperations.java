package io.millrace.broker.vhost;

import io.millrace.broker.queue.DelayedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is asked of one queue: each question is one hop to its loop. From any thread. */
final class QueueOperations {
  private final Supplier<RouteSnapshot> routes;

  /** Numbers for consumers, never used twice; an atomic since every thread subscribes. */
  private final AtomicLong lastConsumer = new AtomicLong();

  QueueOperations(Supplier<RouteSnapshot> routes) {
    this.routes = routes;
  }

  /** A number for somebody who holds messages. */
  long nextConsumer() {
    return lastConsumer.incrementAndGet();
  }

  CompletableFuture<Answer<QueueFacts>> facts(String name, long connection) {
    return ask(name, connection, (queue, now) -> Answer.done(queue.facts()));
  }

  /** Of all queues that are open, also of those that are exclusive. */
  CompletableFuture<List<QueueFacts>> census() {
    List<CompletableFuture<Answer<QueueFacts>>> answers =
        routes.get().table().queues().stream()
            .map(
                handle ->
                    handle
                        .ask((queue, now) -> Answer.done(queue.facts()))
                        // Of one that is gone or has failed there is nothing to tell.
                        .exceptionally(gone -> Answer.refused(notThere(handle.name()))))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                answers.stream()
                    .map(CompletableFuture::join)
                    .flatMap(answer -> answer.value().stream())
                    .toList());
  }

  private static Refusal notThere(String queue) {
    return new Refusal.NotFound(Refusal.Kind.QUEUE, queue);
  }

  CompletableFuture<Answer<Long>> purge(String name, long connection) {
    return ask(name, connection, (queue, now) -> Answer.done(queue.purge(now)));
  }

  CompletableFuture<Answer<Subscription>> subscribe(
      String name, SubscribeOptions options, ConsumerTarget target) {
    return with(
        name,
        options.connection(),
        handle -> {
          HostedConsumer consumer = HostedConsumer.subscribing(nextConsumer(), handle, target);
          return handle.ask((queue, now) -> queue.subscribe(consumer, options, now));
        });
  }

  CompletableFuture<Answer<Optional<Deliveries>>> fetch(
      String name, long connection, boolean autoAcknowledge, ConsumerTarget target) {
    return with(
        name,
        connection,
        handle -> {
          HostedConsumer consumer = HostedConsumer.fetching(nextConsumer(), handle, target);
          return handle.ask(
              (queue, now) ->
                  Answer.done(
                      queue.fetch(consumer, autoAcknowledge, now)
                          ? Optional.ofNullable(consumer.takeFetched(queue.facts().ready()))
                          : Optional.empty()));
        });
  }

  CompletableFuture<Answer<List<BrowsedMessage>>> browse(String name, long from, int limit) {
    return askAsBroker(
        name,
        (queue, now) -> {
          List<BrowsedMessage> page = new ArrayList<>();
          for (long offset : queue.machine().browse(from, limit)) {
            page.add(new BrowsedMessage(offset, queue.journal().read(offset), 0));
          }
          return Answer.done(page);
        });
  }

  CompletableFuture<Answer<List<BrowsedMessage>>> delayed(
      String name, DelayedMessage after, int limit) {
    return askAsBroker(
        name,
        (queue, now) -> {
          List<BrowsedMessage> page = new ArrayList<>();
          for (DelayedMessage each : queue.machine().delayed(after, limit)) {
            page.add(
                new BrowsedMessage(
                    each.offset(), queue.journal().read(each.offset()), each.dueAtMillis()));
          }
          return Answer.done(page);
        });
  }

  CompletableFuture<Answer<Boolean>> cancelDelayed(String name, long offset) {
    return askAsBroker(
        name,
        (queue, now) -> {
          boolean cancelled = queue.machine().cancelDelayed(offset, now);
          queue.touch();
          return Answer.done(cancelled);
        });
  }

  private <T> CompletableFuture<Answer<T>> ask(
      String name, long connection, BiFunction<LiveQueue, Long, Answer<T>> question) {
    return with(name, connection, handle -> handle.ask(question));
  }

  /** For operators, to whom exclusive queues are not locked. */
  private <T> CompletableFuture<Answer<T>> askAsBroker(
      String name, BiFunction<LiveQueue, Long, Answer<T>> question) {
    return routes
        .get()
        .table()
        .queue(name)
        .map(handle -> handle.ask(question))
        .orElseGet(() -> Topology.refuse(new Refusal.NotFound(Refusal.Kind.QUEUE, name)));
  }

  private <T> CompletableFuture<Answer<T>> with(
      String name, long connection, Function<HostedQueue, CompletableFuture<Answer<T>>> work) {
    Optional<HostedQueue> queue = routes.get().table().queue(name);
    if (queue.isEmpty()) {
      return Topology.refuse(new Refusal.NotFound(Refusal.Kind.QUEUE, name));
    }
    return queue.get().isLockedFor(connection)
        ? Topology.refuse(new Refusal.Locked(name))
        : work.apply(queue.get());
  }
}
