package io.millrace.bench.moonmq;

import io.millrace.bench.load.ProcessTree;
import io.millrace.testkit.redis.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link BrokerProgram} that runs, with a directory or a Redis server of its own. */
final class Server implements AutoCloseable {
  static final String PORT = "port ";
  static final String HEAP = "heap ";

  /** What Redis calls its process. */
  private static final String PROCESS = "process_id:";

  private static final int STOP_SECONDS = 60;

  private final Optional<RedisServer> redis;
  private final Path directory;
  private final Process process;
  private final InetSocketAddress address;
  private final BufferedReader said;

  Server(Durability durability, int heapMebibytes) throws IOException {
    directory = Files.createTempDirectory("millrace-load");
    redis = durability.redisSync().map(Server::startRedis);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-cp",
                System.getProperty("java.class.path")));
    String options = System.getenv("BROKER_JAVA_OPTS");
    if (options != null && !options.isBlank()) {
      command.addAll(1, List.of(options.trim().split(" +")));
    }
    command.addAll(
        List.of(
            BrokerProgram.class.getName(),
            durability.toString(),
            redis
                .map(server -> server.host() + ":" + server.port())
                .orElseGet(() -> directory.resolve("data").toString())));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) answer(PORT));
  }

  private static RedisServer startRedis(String sync) {
    RedisServer server =
        RedisServer.builder().option("appendonly yes").option("appendfsync " + sync).build();
    server.start();
    return server;
  }

  /** What stands behind a word; the JVM may have other things to say. */
  private long answer(String word) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(word)) {
        return Long.parseLong(line.substring(word.length()));
      }
    }
    throw new IOException("the broker has ended");
  }

  InetSocketAddress address() {
    return address;
  }

  /**
   * CPU time that it and its Redis server have used; counted in hundredths of a second by Linux.
   */
  Duration cpu() {
    Duration own = new ProcessTree(process.toHandle()).cpu();
    return redis.map(server -> own.plus(cpuOf(server))).orElse(own);
  }

  private static Duration cpuOf(RedisServer server) {
    long pid =
        server
            .command("INFO", "server")
            .lines()
            .filter(line -> line.startsWith(PROCESS))
            .mapToLong(line -> Long.parseLong(line.substring(PROCESS.length()).trim()))
            .findFirst()
            .orElseThrow();
    return new ProcessTree(ProcessHandle.of(pid).orElseThrow()).cpu();
  }

  /** How much of its heap is in use, in bytes, without what could be collected. */
  long heap() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return answer(HEAP);
  }

  /** How much of it is in memory, in bytes, as Linux tells. */
  long resident() {
    return new ProcessTree(process.toHandle()).residentBytes();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the broker did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException interrupt) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    redis.ifPresent(RedisServer::close);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
