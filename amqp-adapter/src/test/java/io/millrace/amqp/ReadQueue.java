package io.millrace.amqp;

import static org.awaitility.Awaitility.await;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;

/** A queue of a broker with a name of its own, read by sources, and what a handler took of it. */
final class ReadQueue implements AutoCloseable {
  private final RabbitServer rabbit;
  private final String name = "jobs-" + UUID.randomUUID();
  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();
  private final BrokerQueues queues;

  ReadQueue(RabbitServer rabbit) throws Exception {
    this.rabbit = rabbit;
    queues = new BrokerQueues(rabbit.uri());
  }

  String name() {
    return name;
  }

  /** Another client. */
  BrokerQueues queues() {
    return queues;
  }

  AmqpSourceBuilder<String> source() {
    return AmqpSource.builder(AmqpPayload.text()).address(rabbit.uri()).queue(name);
  }

  QueueBuilder<String> queue(AmqpSource<String> source, Consumer<String> handler) {
    return Queue.<String>builder("jobs")
        .producers(1, source)
        .concurrency(Concurrency.fixed(2))
        .consumers(ConsumerFactory.shared(handler));
  }

  /** A handler that is done at once. */
  Outcome take(Message<String> message) {
    handled.add(message);
    return Outcome.ack();
  }

  /** What handlers have taken, in its order. */
  List<Message<String>> handled() {
    return handled;
  }

  static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  @Override
  public void close() throws Exception {
    queues.close();
  }
}
