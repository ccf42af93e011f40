package io.millrace.testkit.redis;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own, at a port of the loopback address, in a directory of its own.
 */
final class ForkedRedisServer implements RedisServer {
  private static final int ANSWER_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerProgram program;
  private final ServerDirectory directory;
  private final ServerAddress address;
  private final Optional<Tls> tls;
  private final Duration startTimeout;
  private final SlowLoading loading;
  private @Nullable GuardedProcess process;

  /** As the last start found it. */
  private @Nullable TornFile file;

  ForkedRedisServer(
      ServerProgram program,
      ServerDirectory directory,
      ServerAddress address,
      Optional<Tls> tls,
      Duration startTimeout) {
    this.program = program;
    this.directory = directory;
    this.address = address;
    this.tls = tls;
    this.startTimeout = startTimeout;
    loading = new SlowLoading(address);
  }

  @Override
  public void start() {
    if (!isRunning()) {
      GuardedProcess started = launch(List.of());
      awaitReady(started);
    }
  }

  private GuardedProcess launch(List<String> arguments) {
    List<String> command = new ArrayList<>(program.command(directory));
    command.addAll(arguments);
    file = TornFile.before(directory);
    GuardedProcess started = GuardedProcess.start(command, directory);
    process = started;
    return started;
  }

  private void awaitReady(GuardedProcess started) {
    boolean ready = false;
    try {
      new Readiness(started, directory, startTimeout).await(address);
      if (file != null) {
        file.mend(this);
      }
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
    return address.port();
  }

  @Override
  public int tlsPort() {
    return withTls().port();
  }

  @Override
  public Path certificate() {
    return withTls().certificate();
  }

  @Override
  public SSLContext tlsContext() {
    return withTls().context();
  }

  private Tls withTls() {
    return tls.orElseThrow(
        () -> new IllegalStateException("this server has no TLS: build it with tls()"));
  }

  @Override
  public String command(String... words) {
    try {
      return address.call(ANSWER_MILLIS, List.of(words));
    } catch (RespConnection.RefusedException e) {
      throw new IllegalStateException(e.getMessage() + ", says the " + this, e);
    } catch (IOException e) {
      throw new IllegalStateException("no answer from the " + this + ": " + e, e);
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
    try {
      address.call(ANSWER_MILLIS, List.of("SHUTDOWN", "SAVE"));
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
  public boolean isPaused() {
    return process != null && process.isPaused();
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
  public void restartLoading() {
    try {
      loading.prepare();
    } catch (IOException e) {
      throw new IllegalStateException("the " + this + " takes nothing to load later", e);
    }
    kill();
    launch(SlowLoading.OPTIONS);
    Patience.await(PATIENCE, "the " + this + " loads", loading::isLoading);
  }

  @Override
  public void finishLoading() {
    try {
      loading.hurry();
      awaitReady(running());
      loading.cleanUp();
    } catch (IOException e) {
      throw new IllegalStateException("the " + this + " does not end to load", e);
    }
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
    return "Redis server at " + host() + ":" + port() + " in " + directory.path();
  }
}
