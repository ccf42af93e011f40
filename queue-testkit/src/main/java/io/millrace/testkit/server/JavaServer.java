package io.millrace.testkit.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program of this class path that serves clients, in a Java process of its own: on a port and on
 * data that survive it. It ends, and its directory with it, when this JVM does.
 *
 * <p><b>Threads:</b> one.
 *
 * <p><b>Failure:</b> an {@link IllegalStateException} with the end of its log when it ends before
 * it serves clients, an {@link AssertionError} when it does not within a minute.
 */
public final class JavaServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How a test finds out that a server takes clients. */
  public interface Readiness {
    /** Anything that listens is. */
    Readiness LISTENS =
        port -> {
          try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
          }
        };

    /** Asks it; an exception means that it is not yet. */
    boolean isReady(int port) throws IOException;
  }

  private final ServerDirectory directory;
  private final int port;
  private final List<String> command;
  private final Readiness readiness;
  private GuardedProcess process;

  private JavaServer(
      ServerDirectory directory, int port, List<String> command, Readiness readiness) {
    this.directory = directory;
    this.port = port;
    this.command = command;
    this.readiness = readiness;
    process = run();
  }

  /**
   * Starts one, and blocks until it takes clients.
   *
   * @param options of the JVM
   * @param program given a directory for its data, which is not there at first, the port of the
   *     loopback address that it is to listen on, and then the arguments
   */
  public static JavaServer start(
      List<String> options, Class<?> program, Readiness readiness, String... arguments) {
    ServerDirectory directory =
        ServerDirectory.create(program.getSimpleName() + "-", Optional.empty());
    int port = LoopbackPorts.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(directory.resolve("data").toString(), Integer.toString(port)));
    command.addAll(List.of(arguments));
    return new JavaServer(directory, port, List.copyOf(command), readiness);
  }

  private GuardedProcess run() {
    GuardedProcess started = GuardedProcess.start(command, directory);
    await("it takes clients; see " + directory.log())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> isReady(started));
    return started;
  }

  private boolean isReady(GuardedProcess started) {
    if (!started.isAlive()) {
      throw new IllegalStateException("the server has ended" + directory.logTail());
    }
    try {
      return readiness.isReady(port);
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The same over all its starts; of the loopback address. */
  public int port() {
    return port;
  }

  /** Ends it in good order, as SIGTERM asks for, and starts it again on what it left. */
  public void restart() {
    process.terminate();
    process = run();
  }

  /** Kills it, as {@code kill -9} does, and starts it again on what it left. */
  public void crash() {
    process.kill();
    process = run();
  }

  /** Kills it, and deletes its directory. */
  @Override
  public void close() {
    process.kill();
    try {
      directory.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
