package io.millrace.testkit.example;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import io.millrace.testkit.QueueContract;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class JobTableContractTest extends QueueContract {
  @Override
  protected Backend backend() {
    return new JobTableBackend();
  }

  private static final class JobTableBackend implements Backend {
    @Override
    public Features features() {
      return Features.of(Feature.REDELIVERY, Feature.ATTEMPTS, Feature.PAUSE);
    }

    @Override
    public Destination create() {
      return new JobTableDestination(new JobTable());
    }
  }

  private record JobTableDestination(JobTable table) implements Destination {
    @Override
    public void publish(List<Message<byte[]>> messages) {
      for (Message<byte[]> message : messages) {
        String body = new String(message.payload(), StandardCharsets.UTF_8);
        table.insert(message.key().orElseThrow(), message.headers().toMap(), body);
      }
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return index -> new JobTableProducer(table);
    }

    @Override
    public void abandon(Producer<byte[]> producer) {
      table.freeAllOf(((JobTableProducer) producer).owner());
    }
  }
}
