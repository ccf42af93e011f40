package io.millrace.amqp;

import com.rabbitmq.client.GetResponse;
import io.millrace.amqp.header.PropertyReader;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Queues of a broker.
 *
 * @param arguments of the queues
 * @param ordering what the sources keep
 */
record AmqpBackend(String uri, Map<String, Object> arguments, Ordering ordering, Features features)
    implements Backend {
  @Override
  public Destination create() throws Exception {
    String queue = "contract-" + UUID.randomUUID();
    BrokerQueues queues = new BrokerQueues(uri);
    queues.declare(queue, arguments);
    queues.declare(queue + ".dead", Map.of());
    return new QueueDestination(this, queue, queues, new ArrayList<>());
  }

  private record QueueDestination(
      AmqpBackend backend, String queue, BrokerQueues queues, List<AmqpSink<byte[]>> sinks)
      implements Destination {
    @Override
    public void publish(List<Message<byte[]>> messages) throws Exception {
      sink(queue).push(messages);
    }

    private AmqpSink<byte[]> sink(String to) {
      AmqpSink<byte[]> sink =
          AmqpSink.builder(AmqpPayload.bytes()).address(backend.uri()).queue(to).build();
      sinks.add(sink);
      return sink;
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return AmqpSource.builder(AmqpPayload.bytes())
          .address(backend.uri())
          .queue(queue)
          .topology(Topology.NONE.with(new QueueDeclaration(queue, true, backend.arguments())))
          .ordering(backend.ordering())
          .build();
    }

    @Override
    public void abandon(Producer<byte[]> producer) {
      ((QueueReader<byte[]>) producer).abandon();
    }

    @Override
    public Pusher<byte[]> deadLetters() {
      return sink(queue + ".dead");
    }

    @Override
    public List<Message<byte[]>> readDeadLetters() throws Exception {
      List<Message<byte[]>> letters = new ArrayList<>();
      for (GetResponse each : queues.peek(queue + ".dead")) {
        letters.add(
            Message.builder(each.getBody())
                .headers(PropertyReader.headers(each.getEnvelope(), each.getProps()))
                .build());
      }
      return letters;
    }

    @Override
    public void close() throws Exception {
      sinks.forEach(AmqpSink::close);
      queues.delete(queue);
      queues.delete(queue + ".dead");
      queues.close();
    }
  }
}
