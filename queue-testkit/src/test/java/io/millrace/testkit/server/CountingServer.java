package io.millrace.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells each client how often it was started on its data, and how many arguments it was given. */
final class CountingServer {
  private CountingServer() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 3) {
      throw new IllegalArgumentException("too much");
    }
    Path data = Path.of(arguments[0]);
    Files.write(data, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    int port = Integer.parseInt(arguments[1]);
    try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        try (Socket client = server.accept()) {
          client.getOutputStream().write((int) Files.size(data));
          client.getOutputStream().write(arguments.length);
        } catch (SocketException e) {
          System.out.println("gone without an answer: " + e.getMessage());
        }
      }
    }
  }
}
