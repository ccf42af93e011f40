package io.millrace.broker.exchange;

import io.millrace.broker.message.Message;

/**
 * Routes messages through the exchanges of a snapshot.
 *
 * @param exchanges by name, without the default exchange
 * @param queues by name, which is how the default exchange leads to them
 */
record Router<Q>(PersistentMap<BoundExchange<Q>> exchanges, PersistentMap<Destination<Q>> queues) {

  RouteResult route(Message message, Routing<Q> to) {
    to.clear();
    if (message.exchange().isEmpty()) {
      routeByDefault(message, to);
    } else {
      BoundExchange<Q> exchange = exchanges.get(message.exchange());
      if (exchange == null) {
        return RouteResult.NO_EXCHANGE;
      }
      to.add(exchange.self());
    }
    followExchanges(message, to);
    return to.count() == 0 ? RouteResult.UNROUTABLE : RouteResult.ROUTED;
  }

  /** Lets each exchange route that is reached, once, although others lead back to it. */
  private void followExchanges(Message message, Routing<Q> to) {
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
        route(exchange, message, to);
      }
    }
  }

  private void route(BoundExchange<Q> exchange, Message message, Routing<Q> to) {
    String alternate = exchange.alternate();
    if (exchange.route(message, to) || alternate == null) {
      return;
    }
    BoundExchange<Q> other = exchanges.get(alternate);
    if (other != null) {
      to.add(other.self());
    } else if (alternate.isEmpty()) {
      routeByDefault(message, to);
    }
  }

  private void routeByDefault(Message message, Routing<Q> to) {
    Destination<Q> queue = queues.get(message.routingKey());
    if (queue != null) {
      to.add(queue);
    }
  }
}
