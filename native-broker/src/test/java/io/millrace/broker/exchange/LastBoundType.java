package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import java.util.ArrayList;
import java.util.List;

/** A type as others write them: to the destination that was bound last. */
public final class LastBoundType implements ExchangeType {
  @Override
  public String name() {
    return "x-last-bound";
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return new LastBound<>(List.of());
  }

  private record LastBound<Q>(List<Destination<Q>> bound) implements Routes<Q> {
    @Override
    public Routes<Q> bind(Binding binding, Destination<Q> destination) {
      List<Destination<Q>> more = new ArrayList<>(bound);
      more.add(destination);
      return new LastBound<>(more);
    }

    @Override
    public Routes<Q> unbind(Binding binding, Destination<Q> destination) {
      List<Destination<Q>> fewer = new ArrayList<>(bound);
      fewer.remove(destination);
      return new LastBound<>(fewer);
    }

    @Override
    public void route(Message message, Routing<Q> to) {
      if (!bound.isEmpty()) {
        to.add(bound.get(bound.size() - 1));
      }
    }
  }
}
