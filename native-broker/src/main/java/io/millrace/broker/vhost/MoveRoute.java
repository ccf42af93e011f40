package io.millrace.broker.vhost;

import io.millrace.broker.exchange.RouteResult;
import io.millrace.broker.exchange.Routing;
import io.millrace.broker.message.Message;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the way of each message that is moved. On the loop of the queue that it comes from. */
final class MoveRoute implements MoveTarget.Cases<Function<Message, Optional<MoveRoute.Way>>> {
  private final HostedQueue source;
  private final Supplier<RouteSnapshot> routes;
  private final Routing<HostedQueue> routing = new Routing<>();

  /** What became of sending a message. */
  enum Sent {
    /** Its confirm is to come. */
    ON_ITS_WAY,
    /** There is nothing to wait for. */
    DONE,
    /** The way is no more: it stays where it is. */
    NOT
  }

  /** How one message is sent. */
  interface Way {
    Sent send(Publisher publisher);
  }

  private MoveRoute(HostedQueue source, Supplier<RouteSnapshot> routes) {
    this.source = source;
    this.routes = routes;
  }

  /** The ways to a target; none for a message that has nowhere to go. */
  static Function<Message, Optional<Way>> to(
      MoveTarget target, HostedQueue source, Supplier<RouteSnapshot> routes) {
    return target.match(new MoveRoute(source, routes));
  }

  @Override
  public Function<Message, Optional<Way>> origin(MoveTarget.Origin target) {
    return source.name().equals(VirtualHostOptions.PARKING_QUEUE)
        ? this::throughItsExchange
        : this::toWhereItDied;
  }

  @Override
  public Function<Message, Optional<Way>> queue(MoveTarget.Queue target) {
    return message -> toQueue(target.name(), message);
  }

  @Override
  public Function<Message, Optional<Way>> nowhere(MoveTarget.Nowhere target) {
    return message -> Optional.of(publisher -> Sent.DONE);
  }

  private Optional<Way> throughItsExchange(Message message) {
    if (routes.get().table().route(message, routing) != RouteResult.ROUTED) {
      return Optional.empty();
    }
    return Optional.of(
        publisher ->
            publisher.publishInternally(message, queue -> queue != source) == PublishOutcome.ROUTED
                ? Sent.ON_ITS_WAY
                : Sent.NOT);
  }

  private Optional<Way> toWhereItDied(Message message) {
    return DeathOrigin.of(message)
        .flatMap(origin -> toQueue(origin.queue(), origin.revived(message)));
  }

  private Optional<Way> toQueue(String name, Message message) {
    return routes
        .get()
        .table()
        .queue(name)
        .filter(queue -> queue != source)
        .map(
            queue ->
                publisher -> {
                  publisher.move(message, queue);
                  return Sent.ON_ITS_WAY;
                });
  }
}
