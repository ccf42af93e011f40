package io.millrace.broker.vhost;

import io.millrace.broker.vhost.MoveTarget.Queue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Begins to move messages between the queues of a virtual host. From any thread. */
final class Moves {
  private final Supplier<RouteSnapshot> routes;
  private final LetterDesk.PublisherSource publishers;
  private final LongSupplier numbers;

  /**
   * @param numbers for holders of messages, which no consumer has
   */
  Moves(
      Supplier<RouteSnapshot> routes, LetterDesk.PublisherSource publishers, LongSupplier numbers) {
    this.routes = routes;
    this.publishers = publishers;
    this.numbers = numbers;
  }

  CompletableFuture<Answer<Move>> start(String from, MoveOptions options) {
    Optional<HostedQueue> source = routes.get().table().queue(from);
    if (source.isEmpty()) {
      return Topology.refuse(new Refusal.NotFound(Refusal.Kind.QUEUE, from));
    }
    Optional<Refusal> refusal = refusal(from, options.target());
    return refusal.isPresent() ? Topology.refuse(refusal.get()) : start(source.get(), options);
  }

  private Optional<Refusal> refusal(String from, MoveTarget target) {
    if (!(target instanceof Queue queue)) {
      return Optional.empty();
    }
    if (queue.name().equals(from)) {
      return Optional.of(
          new Refusal.Invalid(Refusal.Kind.QUEUE, from, "its messages are there already"));
    }
    return routes.get().table().queue(queue.name()).isPresent()
        ? Optional.empty()
        : Optional.of(new Refusal.NotFound(Refusal.Kind.QUEUE, queue.name()));
  }

  private CompletableFuture<Answer<Move>> start(HostedQueue source, MoveOptions options) {
    Mover mover =
        new Mover(
            numbers.getAsLong(),
            source,
            options,
            MoveRoute.to(options.target(), source, routes),
            publishers);
    return source.ask(
        (live, nowMillis) -> {
          mover.start(live, nowMillis);
          return Answer.done(mover);
        });
  }
}
