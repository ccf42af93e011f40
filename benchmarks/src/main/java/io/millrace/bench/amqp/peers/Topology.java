package io.millrace.bench.amqp.peers;

import io.millrace.bench.amqp.AmqpLink;
import io.millrace.bench.amqp.Target;
import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeclare;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeclareOk;
import io.millrace.broker.protocol.amqp.codec.ExchangeDelete;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeleteOk;
import io.millrace.broker.protocol.amqp.codec.QueueBind;
import io.millrace.broker.protocol.amqp.codec.QueueBindOk;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.protocol.amqp.codec.QueueDelete;
import io.millrace.broker.protocol.amqp.codec.QueueDeleteOk;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An exchange and the queues that are bound to it.
 *
 * @param bindings each binds all queues
 * @param routingKey of every message
 */
record Topology(
    String exchangeType, boolean durable, int queues, List<String> bindings, String routingKey) {
  static final Topology DIRECT = new Topology("direct", false, 1, List.of("key"), "key");
  static final Topology DURABLE = new Topology("direct", true, 1, List.of("key"), "key");
  static final Topology FANOUT = new Topology("fanout", false, 10, List.of("key"), "key");

  /** Of the thousand patterns one matches. */
  static final Topology TOPIC =
      new Topology(
          "topic",
          false,
          1,
          IntStream.range(0, 1_000).mapToObj("site.%d.sensor.#"::formatted).toList(),
          "site.500.sensor.temperature.celsius");

  /** Makes it under a name that nothing has. */
  Declared declare(Target target) throws IOException {
    Declared declared = new Declared(new AmqpLink(target), "peers-" + System.nanoTime());
    boolean isDeclared = false;
    try {
      declared.declare();
      isDeclared = true;
    } finally {
      if (!isDeclared) {
        declared.link.close();
      }
    }
    return declared;
  }

  /** One that is there until it is closed, for one thread. */
  final class Declared implements AutoCloseable {
    private final AmqpLink link;
    private final String name;

    private Declared(AmqpLink link, String name) {
      this.link = link;
      this.name = name;
    }

    private void declare() throws IOException {
      link.ask(
          new ExchangeDeclare(
              name, exchangeType, false, durable, false, false, false, Headers.EMPTY),
          ExchangeDeclareOk.ID);
      for (int i = 1; i <= queues; i++) {
        link.ask(
            new QueueDeclare(queue(i), false, durable, false, false, false, Headers.EMPTY),
            QueueDeclareOk.ID);
        for (String binding : bindings) {
          link.ask(new QueueBind(queue(i), name, binding, false, Headers.EMPTY), QueueBindOk.ID);
        }
      }
    }

    private String queue(int number) {
      return name + "-" + number;
    }

    /** What PerfTest has to know. */
    List<String> arguments() {
      return List.of(
          "--predeclared",
          "--exchange",
          name,
          "--type",
          exchangeType,
          "--routing-key",
          routingKey,
          "--queue-pattern",
          name + "-%d",
          "--queue-pattern-from",
          "1",
          "--queue-pattern-to",
          Integer.toString(queues));
    }

    /** Deletes all, also with messages in it. */
    @Override
    public void close() throws IOException {
      try (link) {
        for (int i = 1; i <= queues; i++) {
          link.ask(new QueueDelete(queue(i), false, false, false), QueueDeleteOk.ID);
        }
        link.ask(new ExchangeDelete(name, false, false), ExchangeDeleteOk.ID);
      }
    }
  }
}
