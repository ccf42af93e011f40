package io.millrace.broker.protocol.amqp.channel;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** That what is expected of the broker is what RabbitMQ does. */
@ExtendWith(RabbitExtension.class)
class RabbitMqErrorsTest extends ErrorContract {
  private final ConnectionFactory factory = new ConnectionFactory();

  RabbitMqErrorsTest(RabbitServer rabbit) throws Exception {
    factory.setUri(rabbit.uri());
    factory.setAutomaticRecoveryEnabled(false);
  }

  @Override
  Connection connect() throws Exception {
    return factory.newConnection();
  }
}
