package io.millrace.interop.differential;

import com.rabbitmq.client.AMQP;
import java.util.Map;

/** Steps that make, bind and delete exchanges and queues. */
final class TopologySteps {
  private TopologySteps() {}

  static Step declareQueue(
      int line,
      String queue,
      boolean durable,
      boolean exclusive,
      boolean autoDelete,
      Map<String, Object> arguments) {
    return Step.of(
        "line %d: queue.declare %s durable=%s exclusive=%s auto-delete=%s %s"
            .formatted(line, queue, durable, exclusive, autoDelete, Rendering.value(arguments)),
        side -> {
          side.declared(queue);
          return ok(
              side.line(line)
                  .channel()
                  .queueDeclare(queue, durable, exclusive, autoDelete, arguments));
        });
  }

  static Step lookAtQueue(int line, String queue) {
    return Step.of(
        "line %d: queue.declare %s passive".formatted(line, queue),
        side -> ok(side.line(line).channel().queueDeclarePassive(queue)));
  }

  private static String ok(AMQP.Queue.DeclareOk answer) {
    return "%s: %d ready, %d consumers"
        .formatted(answer.getQueue(), answer.getMessageCount(), answer.getConsumerCount());
  }

  static Step deleteQueue(int line, String queue, boolean ifUnused) {
    return Step.of(
        "line %d: queue.delete %s if-unused=%s".formatted(line, queue, ifUnused),
        side ->
            "deleted with "
                + side.line(line).channel().queueDelete(queue, ifUnused, false).getMessageCount());
  }

  /** Deletes it if it is empty, unless it is meant to differ what that is. */
  static Step deleteEmptyQueue(int line, String queue) {
    return Step.of(
        "line %d: queue.delete %s if-empty=true".formatted(line, queue),
        side -> {
          if (side.mayHoldMessages()) {
            return "not asked, while messages are held";
          }
          return "deleted with "
              + side.line(line).channel().queueDelete(queue, false, true).getMessageCount();
        });
  }

  static Step purge(int line, String queue) {
    return Step.of(
        "line %d: queue.purge %s".formatted(line, queue),
        side -> "purged " + side.line(line).channel().queuePurge(queue).getMessageCount());
  }

  static Step bindQueue(
      int line, String queue, String exchange, String key, Map<String, Object> arguments) {
    return Step.of(
        "line %d: queue.bind %s to %s with '%s' %s"
            .formatted(line, queue, exchange, key, Rendering.value(arguments)),
        side -> {
          side.line(line).channel().queueBind(queue, exchange, key, arguments);
          return "bound";
        });
  }

  static Step unbindQueue(
      int line, String queue, String exchange, String key, Map<String, Object> arguments) {
    return Step.of(
        "line %d: queue.unbind %s from %s with '%s' %s"
            .formatted(line, queue, exchange, key, Rendering.value(arguments)),
        side -> {
          side.line(line).channel().queueUnbind(queue, exchange, key, arguments);
          return "unbound";
        });
  }

  static Step declareExchange(
      int line,
      String exchange,
      String type,
      boolean durable,
      boolean autoDelete,
      boolean internal,
      Map<String, Object> arguments) {
    return Step.of(
        "line %d: exchange.declare %s %s durable=%s auto-delete=%s internal=%s %s"
            .formatted(
                line, exchange, type, durable, autoDelete, internal, Rendering.value(arguments)),
        side -> {
          side.line(line)
              .channel()
              .exchangeDeclare(exchange, type, durable, autoDelete, internal, arguments);
          return "declared";
        });
  }

  static Step lookAtExchange(int line, String exchange) {
    return Step.of(
        "line %d: exchange.declare %s passive".formatted(line, exchange),
        side -> {
          side.line(line).channel().exchangeDeclarePassive(exchange);
          return "is there";
        });
  }

  static Step deleteExchange(int line, String exchange, boolean ifUnused) {
    return Step.of(
        "line %d: exchange.delete %s if-unused=%s".formatted(line, exchange, ifUnused),
        side -> {
          side.line(line).channel().exchangeDelete(exchange, ifUnused);
          return "deleted";
        });
  }

  static Step bindExchange(
      int line, String destination, String source, String key, Map<String, Object> arguments) {
    return Step.of(
        "line %d: exchange.bind %s to %s with '%s' %s"
            .formatted(line, destination, source, key, Rendering.value(arguments)),
        side -> {
          side.line(line).channel().exchangeBind(destination, source, key, arguments);
          return "bound";
        });
  }

  static Step unbindExchange(int line, String destination, String source, String key) {
    return Step.of(
        "line %d: exchange.unbind %s from %s with '%s'".formatted(line, destination, source, key),
        side -> {
          side.line(line).channel().exchangeUnbind(destination, source, key);
          return "unbound";
        });
  }
}
