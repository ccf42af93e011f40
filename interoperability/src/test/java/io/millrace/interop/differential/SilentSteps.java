package io.millrace.interop.differential;

import java.util.Map;

/** Steps that make, bind and delete exchanges and queues without an answer. */
final class SilentSteps {
  private SilentSteps() {}

  static Step declareQueue(int line, String queue, boolean durable, Map<String, Object> arguments) {
    return Step.of(
        "line %d: queue.declare %s durable=%s no-wait %s"
            .formatted(line, queue, durable, Rendering.value(arguments)),
        side -> {
          side.declared(queue);
          side.line(line).channel().queueDeclareNoWait(queue, durable, false, false, arguments);
          return "sent";
        });
  }

  static Step bindQueue(int line, String queue, String exchange, String key) {
    return Step.of(
        "line %d: queue.bind %s to %s with '%s' no-wait".formatted(line, queue, exchange, key),
        side -> {
          side.line(line).channel().queueBindNoWait(queue, exchange, key, Map.of());
          return "sent";
        });
  }

  static Step deleteQueue(int line, String queue, boolean ifUnused) {
    return Step.of(
        "line %d: queue.delete %s if-unused=%s no-wait".formatted(line, queue, ifUnused),
        side -> {
          side.line(line).channel().queueDeleteNoWait(queue, ifUnused, false);
          return "sent";
        });
  }

  static Step declareExchange(int line, String exchange, String type, boolean durable) {
    return Step.of(
        "line %d: exchange.declare %s %s durable=%s no-wait"
            .formatted(line, exchange, type, durable),
        side -> {
          side.line(line)
              .channel()
              .exchangeDeclareNoWait(exchange, type, durable, false, false, Map.of());
          return "sent";
        });
  }

  static Step bindExchange(int line, String destination, String source, String key) {
    return Step.of(
        "line %d: exchange.bind %s to %s with '%s' no-wait"
            .formatted(line, destination, source, key),
        side -> {
          side.line(line).channel().exchangeBindNoWait(destination, source, key, Map.of());
          return "sent";
        });
  }

  static Step deleteExchange(int line, String exchange, boolean ifUnused) {
    return Step.of(
        "line %d: exchange.delete %s if-unused=%s no-wait".formatted(line, exchange, ifUnused),
        side -> {
          side.line(line).channel().exchangeDeleteNoWait(exchange, ifUnused);
          return "sent";
        });
  }
}
