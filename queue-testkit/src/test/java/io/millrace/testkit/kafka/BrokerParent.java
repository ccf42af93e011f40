package io.millrace.testkit.kafka;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A program that starts a broker in a directory that it is told, pauses it, says its process id,
 * and waits to be killed.
 */
final class BrokerParent {
  private BrokerParent() {}

  public static void main(String[] arguments) throws InterruptedException {
    KafkaBroker broker = KafkaBroker.builder().parentDirectory(Path.of(arguments[0])).build();
    broker.start();
    long child =
        ProcessHandle.current()
            .children()
            .filter(process -> process.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow()
            .pid();
    broker.pause();
    System.out.println(child);
    new CountDownLatch(1).await();
  }
}
