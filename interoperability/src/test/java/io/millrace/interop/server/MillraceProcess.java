package io.millrace.interop.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.testkit.server.JavaServer;
import io.millrace.testkit.server.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** Our broker in a process of its own, on a data directory that survives it. */
record MillraceProcess(JavaServer process) implements AmqpServer {
  static final List<String> VIRTUAL_HOSTS = List.of("/", "second", "third", "fourth");

  private static final int ANSWER_MILLIS = 2_000;

  /** The first octet of a method frame, as which the server's part of the dialogue begins. */
  private static final int METHOD = 1;

  static MillraceProcess start() {
    return new MillraceProcess(
        JavaServer.start(
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
            BrokerProgram.class,
            MillraceProcess::greets));
  }

  private static boolean greets(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("AMQP\0\0\11\1".getBytes(US_ASCII));
      return socket.getInputStream().read() == METHOD;
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
    return process.port();
  }

  @Override
  public List<String> virtualHosts() {
    return VIRTUAL_HOSTS;
  }

  @Override
  public void restart() {
    process.restart();
  }

  @Override
  public void crash() {
    process.crash();
  }

  @Override
  public void close() {
    process.close();
  }
}
