package io.millrace.testkit.redis;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own, at a port of the loopback address, in a directory of its own.
 */
final class ForkedRedisServer implements RedisServer {
  private static final int ANSWER_MILLIS = 30_000;

  private final RedisExecutable executable;
  private final ServerDirectory directory;
  private final int port;
  private final Duration startTimeout;
  private final List<String> options;
  private @Nullable GuardedProcess process;

  ForkedRedisServer(
      RedisExecutable executable,
      ServerDirectory directory,
      int port,
      Duration startTimeout,
      List<String> options) {
    this.executable = executable;
    this.directory = directory;
    this.port = port;
    this.startTimeout = startTimeout;
    this.options = List.copyOf(options);
  }

  @Override
  public void start() {
    if (isRunning()) {
      return;
    }
    Path file = directory.resolve("redis.conf");
    try {
      if (!Files.exists(file)) {
        ServerConfiguration.of(executable, directory, port, options).write(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the Redis server cannot be started", e);
    }
    GuardedProcess started =
        GuardedProcess.start(List.of(executable.path().toString(), file.toString()), directory);
    process = started;
    boolean ready = false;
    try {
      new Readiness(started, directory, startTimeout).await(port);
      ready = true;
    } finally {
      if (!ready) {
        started.kill();
      }
    }
  }

  @Override
  public String host() {
    return LoopbackPorts.HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int tlsPort() {
    throw new IllegalStateException("this server has no TLS: build it with tls()");
  }

  @Override
  public Path certificate() {
    throw new IllegalStateException("this server has no TLS: build it with tls()");
  }

  @Override
  public String command(String... words) {
    try (RespConnection connection = new RespConnection(host(), port, ANSWER_MILLIS)) {
      return connection.call(List.of(words));
    } catch (IOException e) {
      throw new IllegalStateException(this + " does not " + List.of(words) + ": " + e, e);
    }
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void stop() {
    if (process == null || !process.isAlive()) {
      return;
    }
    process.resume();
    try (RespConnection connection = new RespConnection(host(), port, ANSWER_MILLIS)) {
      connection.call(List.of("SHUTDOWN", "SAVE"));
    } catch (RespConnection.RefusedException e) {
      throw new IllegalStateException(this + " does not stop: " + e.getMessage(), e);
    } catch (IOException e) {
      // A server that ends gives no answer, and one that is gone takes no connection.
    }
    process.terminate();
  }

  @Override
  public void pause() {
    running().pause();
  }

  @Override
  public void resume() {
    if (process != null) {
      process.resume();
    }
  }

  @Override
  public void restart() {
    kill();
    start();
  }

  @Override
  public void close() {
    kill();
    try {
      directory.delete();
    } catch (IOException e) {
      throw new IllegalStateException("the Redis server's directory cannot be deleted", e);
    }
  }

  private GuardedProcess running() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("the Redis server does not run" + directory.logTail());
    }
    return process;
  }

  @Override
  public String toString() {
    return "Redis server at " + host() + ":" + port + " in " + directory.path();
  }
}
