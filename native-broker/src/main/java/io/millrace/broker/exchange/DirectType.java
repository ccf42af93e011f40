package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;

/** {@code direct}: where the binding's key is the routing key. */
final class DirectType implements ExchangeType {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return new DirectRoutes<>(PersistentMap.empty());
  }

  private record DirectRoutes<Q>(PersistentMap<Targets<Q>> byKey) implements Routes<Q> {
    @Override
    public Routes<Q> bind(Binding binding, Destination<Q> destination) {
      Targets<Q> targets = byKey.get(binding.key());
      Targets<Q> more = (targets == null ? Targets.<Q>none() : targets).add(destination);
      return new DirectRoutes<>(byKey.put(binding.key(), more));
    }

    @Override
    public Routes<Q> unbind(Binding binding, Destination<Q> destination) {
      Targets<Q> targets = byKey.get(binding.key());
      if (targets == null) {
        return this;
      }
      Targets<Q> fewer = targets.remove(destination);
      return new DirectRoutes<>(
          fewer.isEmpty() ? byKey.remove(binding.key()) : byKey.put(binding.key(), fewer));
    }

    @Override
    public void route(Message message, Routing<Q> to) {
      Targets<Q> targets = byKey.get(message.routingKey());
      if (targets != null) {
        targets.addTo(to);
      }
    }
  }
}
