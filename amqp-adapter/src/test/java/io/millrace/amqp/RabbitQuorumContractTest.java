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

/** Quorum queues, where the broker counts deliveries, whatever ended them. */
@ExtendWith(RabbitExtension.class)
final class RabbitQuorumContractTest extends QueueContract {
  private final RabbitServer rabbit;

  RabbitQuorumContractTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @Override
  protected Backend backend() {
    return new AmqpBackend(
        rabbit.uri(),
        Map.of("x-queue-type", "quorum"),
        Ordering.NONE,
        Features.of(Feature.REDELIVERY, Feature.PAUSE, Feature.DEAD_LETTERS));
  }
}
