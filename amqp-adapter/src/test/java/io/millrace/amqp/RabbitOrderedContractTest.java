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

/** Queues with a single active consumer, which keep the order of each key. */
@ExtendWith(RabbitExtension.class)
final class RabbitOrderedContractTest extends QueueContract {
  private final RabbitServer rabbit;

  RabbitOrderedContractTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @Override
  protected Backend backend() {
    return new AmqpBackend(
        rabbit.uri(),
        Map.of("x-single-active-consumer", true),
        Ordering.KEY,
        Features.of(
            Feature.ORDER_PER_KEY,
            Feature.ORDER_PER_PARTITION,
            Feature.REDELIVERY,
            Feature.PAUSE,
            Feature.DEAD_LETTERS));
  }
}
