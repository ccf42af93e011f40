package io.millrace.amqp.topology;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.amqp.connection.Trouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Queues, exchanges and bindings that are declared each time a connection is made, so that they are
 * there also after the broker has lost them. What is there already is left as it is; what is there
 * and is different is an error, which the broker tells of.
 */
public record Topology(
    List<ExchangeDeclaration> exchanges,
    List<QueueDeclaration> queues,
    List<BindingDeclaration> bindings) {
  /** Nothing is declared: all must be there. */
  public static final Topology NONE = new Topology(List.of(), List.of(), List.of());

  public Topology {
    exchanges = List.copyOf(exchanges);
    queues = List.copyOf(queues);
    bindings = List.copyOf(bindings);
  }

  public Topology with(QueueDeclaration queue) {
    return new Topology(exchanges, plus(queues, queue), bindings);
  }

  public Topology with(ExchangeDeclaration exchange) {
    return new Topology(plus(exchanges, exchange), queues, bindings);
  }

  public Topology with(BindingDeclaration binding) {
    return new Topology(exchanges, queues, plus(bindings, binding));
  }

  private static <E> List<E> plus(List<E> some, E another) {
    List<E> all = new ArrayList<>(some);
    all.add(another);
    return Collections.unmodifiableList(all);
  }

  /**
   * Declares all of it. Blocks until the broker has answered.
   *
   * @throws IOException with the broker's words; the channel is closed then
   */
  public void declare(Channel channel) throws IOException {
    String what = "nothing";
    try {
      for (ExchangeDeclaration each : exchanges) {
        what = "exchange " + each.name();
        channel.exchangeDeclare(
            each.name(), each.type(), each.isDurable(), false, each.arguments());
      }
      for (QueueDeclaration each : queues) {
        what = "queue " + each.name();
        channel.queueDeclare(each.name(), each.isDurable(), false, false, each.arguments());
      }
      for (BindingDeclaration each : bindings) {
        what = "binding of queue " + each.queue() + " to exchange " + each.exchange();
        channel.queueBind(each.queue(), each.exchange(), each.routingKey(), each.arguments());
      }
    } catch (IOException | ShutdownSignalException e) {
      throw Trouble.of(what + " cannot be declared", e);
    }
  }
}
