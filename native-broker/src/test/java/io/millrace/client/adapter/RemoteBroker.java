package io.millrace.client.adapter;

import static org.awaitility.Awaitility.await;

import io.millrace.client.MillraceClientBuilder;
import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A broker in a process of its own, with a store that survives it. Ends, and its directory with it,
 * when this JVM does.
 *
 * <p>For one thread.
 */
final class RemoteBroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServerDirectory directory;
  private final List<String> store;
  private final int port;
  private GuardedProcess process;

  private RemoteBroker(ServerDirectory directory, List<String> store, int port) {
    this.directory = directory;
    this.store = store;
    this.port = port;
    this.process = run();
  }

  /** With a data directory. */
  static RemoteBroker start() {
    ServerDirectory directory = directory();
    List<String> store = List.of(BrokerProgram.FILES, directory.resolve("data").toString());
    return new RemoteBroker(directory, store, LoopbackPorts.free());
  }

  /** With a Redis server that runs. */
  static RemoteBroker start(RedisServer redis) {
    List<String> store = List.of(BrokerProgram.REDIS, redis.host() + ":" + redis.port());
    return new RemoteBroker(directory(), store, LoopbackPorts.free());
  }

  private static ServerDirectory directory() {
    return ServerDirectory.create("millrace-broker-", Optional.empty());
  }

  private GuardedProcess run() {
    GuardedProcess started =
        GuardedProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProgram.class.getName(),
                store.get(0),
                store.get(1),
                String.valueOf(port)),
            directory);
    await("the broker takes connections" + directory.log())
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new IllegalStateException("the broker has ended" + directory.logTail());
              }
              return isListening();
            });
    return started;
  }

  private boolean isListening() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Kills it, as {@code kill -9} does, and starts it again on what it left. */
  void killAndStartAgain() {
    process.kill();
    process = run();
  }

  void describeTo(MillraceClientBuilder client) {
    client
        .address(LoopbackPorts.HOST + ":" + port)
        .user("guest", "guest")
        .timeout(Duration.ofSeconds(30))
        .pauses(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  @Override
  public void close() throws IOException {
    process.kill();
    directory.delete();
  }
}
