package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;

/**
 * {@code topic}: where the pattern that is the binding's key matches the routing key, word by word.
 * Words are what dots separate; the empty key has none. {@code *} stands for one word, {@code #}
 * for any number of them, none included.
 */
final class TopicType implements ExchangeType {
  @Override
  public String name() {
    return "topic";
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return new TopicRoutes<>(TopicNode.root());
  }

  private record TopicRoutes<Q>(TopicNode<Q> root) implements Routes<Q> {
    @Override
    public Routes<Q> bind(Binding binding, Destination<Q> destination) {
      return new TopicRoutes<>(root.bind(binding.key(), 0, destination));
    }

    @Override
    public Routes<Q> unbind(Binding binding, Destination<Q> destination) {
      TopicNode<Q> changed = root.unbind(binding.key(), 0, destination);
      return new TopicRoutes<>(changed == null ? TopicNode.root() : changed);
    }

    @Override
    public void route(Message message, Routing<Q> to) {
      to.topicWalk().walk(root, message.routingKey(), to);
    }
  }
}
