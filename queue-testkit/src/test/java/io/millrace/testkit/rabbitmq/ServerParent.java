package io.millrace.testkit.rabbitmq;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A program that starts a server in a directory that it is told, says its process id, and waits.
 */
final class ServerParent {
  private ServerParent() {}

  public static void main(String[] arguments) throws InterruptedException {
    RabbitServer server = RabbitServer.builder().parentDirectory(Path.of(arguments[0])).build();
    server.start();
    System.out.println(server.processId());
    new CountDownLatch(1).await();
  }
}
