package io.millrace.broker.protocol.amqp.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.transport.Endpoint;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** That what is said of RabbitMQ is so. */
@ExtendWith(RabbitExtension.class)
@Timeout(180)
class RabbitMqViolationTest {
  /** RabbitMQ takes three seconds for a farewell without words. */
  private static final int AT_ONCE = 16;

  @Test
  void rabbitMqTellsWhatIsSaidOfIt(RabbitServer rabbit) throws Exception {
    Endpoint endpoint = Endpoint.loopback(rabbit.port());
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<String>> told =
          Violations.all()
              .map(violation -> clients.submit(() -> wrong(violation, endpoint)))
              .toList();
      StringBuilder wrong = new StringBuilder();
      for (Future<String> one : told) {
        wrong.append(one.get());
      }
      assertThat(wrong).isEmpty();
    } finally {
      clients.shutdownNow();
    }
  }

  /** What is not as expected; empty if it is. */
  private static String wrong(Violation violation, Endpoint endpoint) throws IOException {
    String farewell = violation.farewell(endpoint, violation.toldByRabbit());
    return farewell.equals(violation.toldByRabbit())
        ? ""
        : "%s: %s, not %s%n".formatted(violation, farewell, violation.toldByRabbit());
  }
}
