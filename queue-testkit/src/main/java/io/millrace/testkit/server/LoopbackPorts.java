package io.millrace.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback address, below those that systems take for outgoing connections.
 *
 * <p>A port from that range could be lost to any connection while the broker is down, even to the
 * client that tries to reach it, which would then be connected to itself.
 */
public final class LoopbackPorts {
  /** That address. */
  public static final String HOST = "127.0.0.1";

  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private LoopbackPorts() {}

  /** A port that was free a moment ago. */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
  }

  /** As {@link #free}, and so is the one that is {@code distance} above it, from the same range. */
  public static int freeWith(int distance) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = free();
      if (port + distance < HIGHEST && isFree(port + distance)) {
        return port;
      }
    }
    throw new IllegalStateException("no free ports " + distance + " apart");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
