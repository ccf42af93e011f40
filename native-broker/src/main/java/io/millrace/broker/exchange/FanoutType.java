package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;

/** {@code fanout}: to every destination, whatever the keys. */
final class FanoutType implements ExchangeType {
  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return new FanoutRoutes<>(Targets.none());
  }

  private record FanoutRoutes<Q>(Targets<Q> targets) implements Routes<Q> {
    @Override
    public Routes<Q> bind(Binding binding, Destination<Q> destination) {
      return new FanoutRoutes<>(targets.add(destination));
    }

    @Override
    public Routes<Q> unbind(Binding binding, Destination<Q> destination) {
      return new FanoutRoutes<>(targets.remove(destination));
    }

    @Override
    public void route(Message message, Routing<Q> to) {
      targets.addTo(to);
    }
  }
}
