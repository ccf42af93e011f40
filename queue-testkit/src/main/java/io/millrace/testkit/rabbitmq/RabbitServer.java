package io.millrace.testkit.rabbitmq;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real RabbitMQ server that a test may treat badly. It runs without plugins, as whatever user
 * runs this JVM, beside any other that the machine runs: with ports, a node name, a directory, a
 * cookie and an Erlang port mapper of its own.
 *
 * <p>It starts empty, at a port of the loopback address that it keeps, with the user {@code guest},
 * password {@code guest}. What is durable stays through {@link #stop} and {@link #kill}; all is
 * gone after {@link #close}. It never outlives this JVM.
 *
 * <p><b>Threads:</b> one at a time; the addresses and {@link #command} from any.
 *
 * <p><b>Failure:</b> what cannot be done is an {@link IllegalStateException}, with the last lines
 * of the server's log where it does not start. An interrupted thread gets the same, and keeps its
 * interrupt.
 */
public final class RabbitServer implements AutoCloseable {
  private final RabbitPrograms programs;
  private final NodeSettings settings;
  private final Optional<RabbitTls> tls;
  private final ServerDirectory directory;
  private final Duration startTimeout;
  private @Nullable GuardedProcess process;
  private @Nullable GuardedProcess portMapper;

  RabbitServer(
      RabbitPrograms programs,
      NodeSettings settings,
      Optional<RabbitTls> tls,
      Duration startTimeout) {
    this.programs = programs;
    this.settings = settings;
    this.tls = tls;
    this.directory = settings.directory();
    this.startTimeout = startTimeout;
  }

  /** A server in a process of its own; not started. */
  public static RabbitServerBuilder builder() {
    return new RabbitServerBuilder();
  }

  /** Blocks until the server takes clients, a few seconds. Does nothing to one that runs. */
  public void start() {
    if (isRunning()) {
      return;
    }
    startPortMapper();
    List<String> command = new ArrayList<>(settings.inEnvironment());
    command.addAll(List.of("sh", programs.server().toString()));
    GuardedProcess started = GuardedProcess.start(command, directory);
    process = started;
    boolean isReady = false;
    try {
      new Readiness(started, directory, startTimeout).await(port());
      isReady = true;
    } finally {
      if (!isReady) {
        started.kill();
      }
    }
  }

  /** Else the server would start one that stays, and serves whoever comes. */
  private void startPortMapper() {
    if (portMapper == null || !portMapper.isAlive()) {
      List<String> command = new ArrayList<>(settings.inEnvironment());
      command.add(programs.portMapper().toString());
      portMapper = GuardedProcess.start(command, directory);
    }
  }

  public String host() {
    return LoopbackPorts.HOST;
  }

  /** Where it speaks AMQP; fixed before the start. */
  public int port() {
    return settings.port();
  }

  /** {@code amqp://guest:guest@127.0.0.1:12345}, for the virtual host {@code /}. */
  public String uri() {
    return "amqp://guest:guest@" + host() + ":" + port();
  }

  /**
   * Where it speaks AMQP with TLS: {@code amqps://guest:guest@127.0.0.1:12346}.
   *
   * @throws IllegalStateException when it was built without
   */
  public String tlsUri() {
    return "amqps://guest:guest@" + host() + ":" + withTls().port();
  }

  /**
   * Its certificate as a PEM file, which is also the authority that signed it.
   *
   * @throws IllegalStateException when it was built without TLS
   */
  public Path certificate() {
    return withTls().identity().certificate();
  }

  private RabbitTls withTls() {
    return tls.orElseThrow(
        () -> new IllegalStateException("this server has no TLS: build it with tls()"));
  }

  /**
   * Gives an order by {@code rabbitmqctl}, such as {@code close_all_connections why} in two words.
   * Takes the better part of a second.
   *
   * @return what it printed
   * @throws IllegalStateException with what it printed if it failed
   */
  public String command(String... words) {
    List<String> command = new ArrayList<>(settings.inEnvironment());
    command.addAll(List.of("sh", programs.control().toString(), "--quiet"));
    command.addAll(List.of(words));
    try {
      Process control = new ProcessBuilder(command).redirectErrorStream(true).start();
      control.getOutputStream().close();
      String said = new String(control.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = control.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "rabbitmqctl " + String.join(" ", words) + " failed with " + code + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new IllegalStateException("rabbitmqctl cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rabbitmqctl ran", e);
    }
  }

  /** Whether its process is there, also while paused. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The process that is killed and paused; only once it was started. */
  public long processId() {
    return started().processId();
  }

  /** Ends the process at once, as a crash does; blocks until it is gone. */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Has the server close its connections and end in good order; blocks until it is gone. */
  public void stop() {
    if (process != null && process.isAlive()) {
      process.terminate();
    }
  }

  /** {@link #kill}, then {@link #start} at the same port with what the crash has left. */
  public void restart() {
    kill();
    start();
  }

  /**
   * Stops every thread of the server; connections stay open and nothing answers. Should this JVM
   * end, the server ends as well.
   */
  public void pause() {
    started().pause();
  }

  /** Ends a {@link #pause}. Does nothing to a server that is not paused. */
  public void resume() {
    if (process != null) {
      process.resume();
    }
  }

  private GuardedProcess started() {
    if (process == null) {
      throw new IllegalStateException("the RabbitMQ server was not started");
    }
    return process;
  }

  /** Ends the server and deletes its data. */
  @Override
  public void close() {
    kill();
    if (portMapper != null) {
      portMapper.kill();
    }
    try {
      directory.delete();
    } catch (IOException e) {
      throw new IllegalStateException("the RabbitMQ server's directory cannot be deleted", e);
    }
  }

  @Override
  public String toString() {
    return "RabbitMQ server at " + host() + ":" + port() + " in " + directory.path();
  }
}
