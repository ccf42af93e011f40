package io.millrace.broker.protocol.amqp.channel;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ChannelErrorsTest extends ErrorContract {
  private static AmqpServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AmqpServer.start();
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
  }

  @Override
  Connection connect() throws Exception {
    return server.connect();
  }
}
