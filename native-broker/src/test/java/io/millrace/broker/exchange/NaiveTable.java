package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A routing table that looks through all bindings for each message. */
final class NaiveTable {
  final Map<String, ExchangeDefinition> exchanges = new TreeMap<>();
  final Set<String> queues = new TreeSet<>();
  final Set<Binding> bindings = new LinkedHashSet<>();

  boolean isPossible(Binding binding) {
    return exchanges.containsKey(binding.source())
        && (binding.kind() == DestinationKind.QUEUE
            ? queues.contains(binding.destination())
            : exchanges.containsKey(binding.destination()));
  }

  void removeExchange(String name) {
    exchanges.remove(name);
    bindings.removeIf(
        binding ->
            binding.source().equals(name)
                || (binding.kind() == DestinationKind.EXCHANGE
                    && binding.destination().equals(name)));
  }

  void removeQueue(String name) {
    queues.remove(name);
    bindings.removeIf(
        binding -> binding.kind() == DestinationKind.QUEUE && binding.destination().equals(name));
  }

  /** The queues that a message goes to, and whether it is held back on its way there. */
  Map<String, Boolean> route(Message message) {
    Map<String, Boolean> routes = new TreeMap<>();
    reached(message, true).forEach(queue -> routes.put(queue, true));
    reached(message, false).forEach(queue -> routes.put(queue, false));
    return routes;
  }

  private Set<String> reached(Message message, boolean throughDelaying) {
    Set<String> found = new TreeSet<>();
    visit(message.exchange(), message, throughDelaying, found, new HashSet<>());
    return found;
  }

  private void visit(
      String name, Message message, boolean throughDelaying, Set<String> found, Set<String> seen) {
    if (name.isEmpty()) {
      keys(message).stream().filter(queues::contains).forEach(found::add);
    }
    ExchangeDefinition exchange = exchanges.get(name);
    if (exchange == null || !seen.add(name)) {
      return;
    }
    if (exchange.type().equals("x-delayed-message") && !throughDelaying) {
      return;
    }
    List<Binding> matching = new ArrayList<>();
    for (Binding binding : bindings) {
      if (binding.source().equals(name) && matchesAny(exchange, binding, message)) {
        matching.add(binding);
      }
    }
    for (Binding binding : matching) {
      if (binding.kind() == DestinationKind.QUEUE) {
        found.add(binding.destination());
      } else {
        visit(binding.destination(), message, throughDelaying, found, seen);
      }
    }
    if (matching.isEmpty()) {
      exchange.alternate().ifPresent(other -> visit(other, message, throughDelaying, found, seen));
    }
  }

  private static boolean matchesAny(ExchangeDefinition exchange, Binding binding, Message message) {
    return keys(message).stream()
        .anyMatch(key -> matches(exchange, binding, message.withDestination("", key)));
  }

  /** The message's own, and those that its sender adds. */
  private static List<String> keys(Message message) {
    List<String> keys = new ArrayList<>(List.of(message.routingKey()));
    for (String name : List.of("CC", "BCC")) {
      if (message.headers().get(name) instanceof Sequence added) {
        added.values().forEach(key -> keys.add(key.toString()));
      }
    }
    return keys;
  }

  private static boolean matches(ExchangeDefinition exchange, Binding binding, Message message) {
    String type =
        exchange.type().equals("x-delayed-message")
            ? String.valueOf(exchange.arguments().get("x-delayed-type"))
            : exchange.type();
    return switch (type) {
      case "fanout" -> true;
      case "direct" -> binding.key().equals(message.routingKey());
      case "topic" -> NaiveTopic.matches(binding.key(), message.routingKey());
      case "headers" -> NaiveHeaders.matches(binding.arguments(), message.headers());
      default -> throw new AssertionError(type);
    };
  }
}
