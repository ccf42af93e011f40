package io.millrace.broker.exchange;

import io.millrace.broker.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with its bindings.
 *
 * @param self how bindings lead here
 * @param isDelaying whether messages are held back on their way from here
 * @param alternate the exchange that gets what no binding matches
 */
record BoundExchange<Q>(
    ExchangeDefinition definition,
    Destination<Q> self,
    Routes<Q> routes,
    boolean isDelaying,
    @Nullable String alternate) {

  static <Q> BoundExchange<Q> of(ExchangeDefinition definition, ExchangeType type) {
    return new BoundExchange<>(
        definition,
        Destination.exchange(definition.name()),
        type.routes(definition.arguments()),
        type.isDelaying(),
        definition.alternate().orElse(null));
  }

  BoundExchange<Q> withRoutes(Routes<Q> others) {
    return new BoundExchange<>(definition, self, others, isDelaying, alternate);
  }

  BoundExchange<Q> withAlternate(@Nullable String other) {
    return new BoundExchange<>(definition, self, routes, isDelaying, other);
  }

  /** True if there was a match. */
  boolean route(Message message, Routing<Q> to) {
    int before = to.matches();
    routes.route(message, to);
    return to.matches() > before;
  }
}
