package io.millrace.interop.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Our broker in a process of its own, on a data directory that survives it. */
final class MillraceProcess implements AmqpServer {
  static final List<String> VIRTUAL_HOSTS = List.of("/", "second", "third", "fourth");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 2_000;

  /** The first octet of a method frame, as which the server's part of the dialogue begins. */
  private static final int METHOD = 1;

  private final ServerDirectory directory;
  private final int port;
  private GuardedProcess process;

  private MillraceProcess(ServerDirectory directory, int port) {
    this.directory = directory;
    this.port = port;
    this.process = run();
  }

  static MillraceProcess start() {
    return new MillraceProcess(
        ServerDirectory.create("millrace-broker-", Optional.empty()), LoopbackPorts.free());
  }

  private GuardedProcess run() {
    GuardedProcess started =
        GuardedProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProgram.class.getName(),
                directory.resolve("data").toString(),
                Integer.toString(port)),
            directory);
    await("the broker takes clients")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> greets(started));
    return started;
  }

  private boolean greets(GuardedProcess started) {
    if (!started.isAlive()) {
      throw new IllegalStateException("the broker has ended" + directory.logTail());
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("AMQP\0\0\11\1".getBytes(US_ASCII));
      return socket.getInputStream().read() == METHOD;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public String product() {
    return "Millrace";
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
  public List<String> virtualHosts() {
    return VIRTUAL_HOSTS;
  }

  @Override
  public void restart() {
    process.terminate();
    process = run();
  }

  @Override
  public void crash() {
    process.kill();
    process = run();
  }

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
