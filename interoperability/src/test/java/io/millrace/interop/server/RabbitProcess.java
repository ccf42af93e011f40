package io.millrace.interop.server;

import io.millrace.testkit.rabbitmq.RabbitServer;
import java.util.List;

/** RabbitMQ, which shows that a test asks for nothing but what clients are used to. */
record RabbitProcess(RabbitServer server) implements AmqpServer {

  static RabbitProcess start() {
    RabbitServer server = RabbitServer.builder().argument("+S 2:2").argument("+sbwt none").build();
    try {
      server.start();
      return new RabbitProcess(server);
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String product() {
    return "RabbitMQ";
  }

  @Override
  public String host() {
    return server.host();
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public List<String> virtualHosts() {
    return List.of("/");
  }

  @Override
  public void restart() {
    server.stop();
    server.start();
  }

  @Override
  public void crash() {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }
}
