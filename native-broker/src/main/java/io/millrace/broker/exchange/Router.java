package io.millrace.broker.exchange;

import io.millrace.broker.message.Message;
import java.util.List;

/**
 * Routes messages through the exchanges of a snapshot.
 *
 * @param exchanges by name, without the default exchange
 * @param queues by name, which is how the default exchange leads to them
 */
record Router<Q>(PersistentMap<BoundExchange<Q>> exchanges, PersistentMap<Destination<Q>> queues) {

  RouteResult route(Message message, Routing<Q> to) {
    to.clear();
    List<Message> copies = CopyKeys.copies(message);
    if (message.exchange().isEmpty()) {
      routeByDefault(message, copies, to);
    } else {
      BoundExchange<Q> exchange = exchanges.get(message.exchange());
      if (exchange == null) {
        return RouteResult.NO_EXCHANGE;
      }
      to.add(exchange.self());
    }
    followExchanges(message, copies, to);
    return to.count() == 0 ? RouteResult.UNROUTABLE : RouteResult.ROUTED;
  }

  /** Lets each exchange route that is reached, once, although others lead back to it. */
  private void followExchanges(Message message, List<Message> copies, Routing<Q> to) {
    while (true) {
      Destination<Q> next = to.nextExchange();
      boolean delayed = next == null;
      if (next == null) {
        next = to.nextDelaying();
      }
      if (next == null) {
        return;
      }
      BoundExchange<Q> exchange = exchanges.get(next.name());
      if (exchange != null && exchange.isDelaying() && !delayed) {
        to.postpone(next);
      } else if (exchange != null) {
        route(exchange, message, copies, to);
      }
    }
  }

  private void route(
      BoundExchange<Q> exchange, Message message, List<Message> copies, Routing<Q> to) {
    boolean matched = exchange.route(message, to);
    for (int i = 0; i < copies.size(); i++) {
      matched |= exchange.route(copies.get(i), to);
    }
    String alternate = exchange.alternate();
    if (matched || alternate == null) {
      return;
    }
    BoundExchange<Q> other = exchanges.get(alternate);
    if (other != null) {
      to.add(other.self());
    } else if (alternate.isEmpty()) {
      routeByDefault(message, copies, to);
    }
  }

  private void routeByDefault(Message message, List<Message> copies, Routing<Q> to) {
    addQueue(message.routingKey(), to);
    for (int i = 0; i < copies.size(); i++) {
      addQueue(copies.get(i).routingKey(), to);
    }
  }

  private void addQueue(String name, Routing<Q> to) {
    Destination<Q> queue = queues.get(name);
    if (queue != null) {
      to.add(queue);
    }
  }
}
