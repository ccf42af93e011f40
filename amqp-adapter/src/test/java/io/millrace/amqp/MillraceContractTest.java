package io.millrace.amqp;

import io.millrace.broker.testing.EmbeddedBroker;
import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import io.millrace.testkit.QueueContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Queues of our own broker, which counts deliveries, whatever ended them. */
final class MillraceContractTest extends QueueContract {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  protected Backend backend() {
    return new AmqpBackend(
        broker.amqpUri().toString(),
        Map.of(),
        Ordering.NONE,
        Features.of(Feature.REDELIVERY, Feature.PAUSE, Feature.DEAD_LETTERS));
  }
}
