package io.millrace.daemon.demo.redis;

import io.millrace.daemon.demo.DemoBackend;
import io.millrace.queue.Ordering;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisPayload;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real Redis server in a process of its own, with one list, which is consumed under a lease. */
public final class RedisDemo implements DemoBackend {
  private static final String LIST = "demo";
  private static final int BATCH = 10_000;
  private static final int OLDEST_MAJOR = 7;

  private final Optional<Path> program;
  private final String path;
  private @Nullable RedisServer server;
  private volatile @Nullable RedisListSource<byte[]> source;

  /**
   * @param program of the server; by default the first on the path
   * @param path the directories of programs, as the variable PATH has them
   */
  public RedisDemo(Optional<Path> program, String path) {
    this.program = program;
    this.path = path;
  }

  @Override
  public String description() {
    return "a Redis server in a process of its own";
  }

  @Override
  public String noun() {
    return "jobs";
  }

  @Override
  public String start() throws IOException {
    Path found = RedisProgram.find(program, path);
    try {
      RedisServer started = RedisServer.builder().executable(found).build();
      server = started;
      started.start();
      String version = version(started);
      if (major(version) < OLDEST_MAJOR) {
        throw new IOException(
            found
                + " is Redis "
                + version
                + "; 7.0 or later is needed, which --redis-server FILE can name");
      }
      source =
          RedisListSource.builder(RedisPayload.bytes())
              .address(started.uri())
              .lists(LIST)
              .ordering(Ordering.KEY)
              .build();
      return "Redis " + version + " at " + started.uri() + " with a list in reliable mode";
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** As it says itself; Valkey tells which Redis it is like. */
  private static String version(RedisServer started) {
    return started
        .command("INFO", "server")
        .lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }

  private static int major(String version) {
    return version.matches("\\d{1,9}\\..*")
        ? Integer.parseInt(version.substring(0, version.indexOf('.')))
        : 0;
  }

  @Override
  public Pusher<byte[]> pusher() {
    return RedisListPusher.builder(RedisPayload.bytes())
        .address(started(server).uri())
        .list(LIST)
        .build();
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return started(source);
  }

  @Override
  public Optional<String> notReady() {
    return started(source).notReady();
  }

  /** Everything beside the list goes with its last job; anything else would grow for ever. */
  @Override
  public Optional<String> leftBehind() {
    String keys = started(server).command("KEYS", "*");
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of("Redis still holds " + keys.replace("\n", ", "));
  }

  private static <V> V started(@Nullable V part) {
    if (part == null) {
      throw new IllegalStateException("not started");
    }
    return part;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
