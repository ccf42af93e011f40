package io.millrace.testkit.server;

import io.millrace.testkit.server.FaultyProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/**
 * A client's connection through a {@link FaultyProxy}. It ends as a whole when one of its ends
 * does.
 */
final class ProxiedConnection {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int PIECE_BYTES = 64 * 1024;

  private final FaultyProxy proxy;
  private final Socket client;
  private final Socket server;
  private volatile boolean lostBytes;

  ProxiedConnection(FaultyProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  /** Connects to the server off the caller's thread, and forwards. */
  void start(InetSocketAddress address) {
    run(
        Direction.TO_SERVER,
        () -> {
          client.setTcpNoDelay(true);
          server.setTcpNoDelay(true);
          server.connect(address, CONNECT_MILLIS);
          run(Direction.TO_CLIENT, () -> forward(server, client, Direction.TO_CLIENT));
          forward(client, server, Direction.TO_SERVER);
        });
  }

  private void run(Direction direction, Forwarding forwarding) {
    Thread thread =
        new Thread(
            () -> {
              try {
                forwarding.run();
                end();
              } catch (IOException e) {
                reset();
              }
            },
            "faulty-proxy-" + proxy.port() + "-" + direction);
    thread.setDaemon(true);
    thread.start();
  }

  private void forward(Socket from, Socket to, Direction direction) throws IOException {
    InputStream input = from.getInputStream();
    byte[] piece = new byte[PIECE_BYTES];
    for (int size = input.read(piece); size >= 0; size = input.read(piece)) {
      await();
      if (proxy.swallows(direction)) {
        lostBytes = true;
      } else {
        to.getOutputStream().write(piece, 0, size);
      }
    }
  }

  private void await() {
    long until = System.nanoTime() + proxy.delay().toNanos();
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  boolean lostBytes() {
    return lostBytes;
  }

  /** Ends it so that both ends see a reset. */
  void reset() {
    for (Socket each : new Socket[] {client, server}) {
      try {
        each.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
    }
    end();
  }

  private void end() {
    proxy.forget(this);
    for (Socket each : new Socket[] {client, server}) {
      try {
        each.close();
      } catch (IOException e) {
        // Nothing more can be done for it.
      }
    }
  }

  private interface Forwarding {
    void run() throws IOException;
  }
}
