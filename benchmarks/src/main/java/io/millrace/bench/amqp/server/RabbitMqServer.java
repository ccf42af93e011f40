package io.millrace.bench.amqp.server;

import io.millrace.bench.amqp.Target;
import io.millrace.bench.load.ProcessTree;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.IOException;

/** RabbitMQ without plugins, with the settings that its package brings. */
record RabbitMqServer(String product, Target target, RabbitServer rabbit) implements Server {

  static Server start() throws IOException {
    RabbitServer rabbit = RabbitServer.builder().build();
    boolean isReady = false;
    try {
      rabbit.start();
      Target target = Target.asGuest(rabbit.port(), ProcessTree.of(rabbit.processId()));
      RabbitMqServer server = new RabbitMqServer(ForkedServer.productOf(target), target, rabbit);
      isReady = true;
      return server;
    } finally {
      if (!isReady) {
        rabbit.close();
      }
    }
  }

  @Override
  public void close() {
    rabbit.close();
  }
}
