package io.millrace.client.adapter;

import io.millrace.client.MillraceClientBuilder;
import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.server.JavaServer;
import io.millrace.testkit.server.LoopbackPorts;
import java.time.Duration;
import java.util.List;

/**
 * A broker in a process of its own, with a store that survives it. Ends, and its directory with it,
 * when this JVM does.
 *
 * <p>For one thread.
 */
record RemoteBroker(JavaServer process) implements AutoCloseable {
  /** With a data directory. */
  static RemoteBroker start() {
    return run();
  }

  /** With a Redis server that runs. */
  static RemoteBroker start(RedisServer redis) {
    return run(redis.host() + ":" + redis.port());
  }

  private static RemoteBroker run(String... arguments) {
    return new RemoteBroker(
        JavaServer.start(
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            BrokerProgram.class,
            JavaServer.Readiness.LISTENS,
            arguments));
  }

  /** Kills it, as {@code kill -9} does, and starts it again on what it left. */
  void killAndStartAgain() {
    process.crash();
  }

  void describeTo(MillraceClientBuilder client) {
    client
        .address(LoopbackPorts.HOST + ":" + process.port())
        .user("guest", "guest")
        .timeout(Duration.ofSeconds(30))
        .pauses(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  @Override
  public void close() {
    process.close();
  }
}
