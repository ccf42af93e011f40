package io.millrace.testkit.redis;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A program that starts a server in a directory that it is told, pauses it, says its process id,
 * and waits to be killed.
 */
final class ServerParent {
  private ServerParent() {}

  public static void main(String[] arguments) throws InterruptedException {
    RedisServer server = RedisServer.builder().parentDirectory(Path.of(arguments[0])).build();
    server.start();
    String said = server.command("INFO", "server");
    String id =
        said.lines()
            .filter(line -> line.startsWith("process_id:"))
            .findFirst()
            .orElseThrow()
            .substring("process_id:".length());
    server.pause();
    System.out.println(id.strip());
    new CountDownLatch(1).await();
  }
}
