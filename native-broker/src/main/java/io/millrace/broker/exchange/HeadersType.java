package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import java.util.Optional;

/**
 * {@code headers}: where the binding's arguments match the message's headers. Each binding is asked
 * for each message, so its cost is in the number of bindings.
 */
final class HeadersType implements ExchangeType {
  @Override
  public String name() {
    return "headers";
  }

  @Override
  public Optional<String> refusalOfBinding(Headers arguments, Binding binding) {
    return HeadersPattern.refusal(binding.arguments());
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return new HeadersRoutes<>(PersistentMap.empty());
  }

  private record Bound<Q>(HeadersPattern pattern, Destination<Q> destination) {}

  private record HeadersRoutes<Q>(PersistentMap<Bound<Q>> bindings) implements Routes<Q> {
    @Override
    public Routes<Q> bind(Binding binding, Destination<Q> destination) {
      Bound<Q> bound = new Bound<>(HeadersPattern.of(binding.arguments()), destination);
      return new HeadersRoutes<>(bindings.put(BindingIndex.id(binding, destination), bound));
    }

    @Override
    public Routes<Q> unbind(Binding binding, Destination<Q> destination) {
      return new HeadersRoutes<>(bindings.remove(BindingIndex.id(binding, destination)));
    }

    @Override
    public void route(Message message, Routing<Q> to) {
      Headers headers = message.headers();
      bindings.forEach(
          (id, bound) -> {
            if (bound.pattern().matches(headers)) {
              to.add(bound.destination());
            }
          });
    }
  }
}
