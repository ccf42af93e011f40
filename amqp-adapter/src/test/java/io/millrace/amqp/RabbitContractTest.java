package io.millrace.amqp;

import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** Classic queues of a real RabbitMQ, which several producers read at a time. */
@ExtendWith(RabbitExtension.class)
final class RabbitContractTest extends QueueContract {
  private final RabbitServer rabbit;

  RabbitContractTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @Override
  protected Backend backend() {
    return new AmqpBackend(
        rabbit.uri(),
        Map.of(),
        Ordering.NONE,
        Features.of(Feature.REDELIVERY, Feature.ATTEMPTS, Feature.PAUSE, Feature.DEAD_LETTERS));
  }
}
