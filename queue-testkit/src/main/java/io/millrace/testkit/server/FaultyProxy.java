package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on the loopback address between clients and a server, that stands for a bad network:
 * it forwards, late when it is told to, lets bytes vanish while connections stay open, and cuts.
 *
 * <p><b>Threads:</b> all methods from any thread. Each connection has two threads of its own, which
 * do not keep a JVM alive.
 */
public final class FaultyProxy implements AutoCloseable {
  /** Where bytes flow. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Direction> swallowed =
      ConcurrentHashMap.<Direction>newKeySet(Direction.values().length);

  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;

  private FaultyProxy(InetSocketAddress server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /** A proxy that takes connections, at a port of its own, and forwards them to a server. */
  public static FaultyProxy to(String host, int port) {
    try {
      ServerSocket listener =
          new ServerSocket(LoopbackPorts.free(), 0, InetAddress.getLoopbackAddress());
      FaultyProxy proxy = new FaultyProxy(new InetSocketAddress(host, port), listener);
      Thread accepting = new Thread(proxy::accept, "faulty-proxy-" + listener.getLocalPort());
      accepting.setDaemon(true);
      accepting.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no proxy to " + host + ":" + port, e);
    }
  }

  public String host() {
    return LoopbackPorts.HOST;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections go through it now. */
  public int connections() {
    return connections.size();
  }

  /** From now on whatever passes is held up for so long, piece by piece, in both directions. */
  public void delay(Duration value) {
    delay = value;
  }

  /**
   * A black hole: from now on what is sent in this direction is taken and never arrives. Existing
   * connections stay open, and new ones come about.
   */
  public void swallow(Direction direction) {
    swallowed.add(direction);
  }

  /** {@link #swallow} in both directions. */
  public void swallowAll() {
    swallowed.addAll(EnumSet.allOf(Direction.class));
  }

  /** Breaks all connections, as a reset does; new ones are taken. */
  public void cut() {
    connections.forEach(ProxiedConnection::reset);
  }

  /** {@link #cut}, and break each new connection at once, until {@link #heal}. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /**
   * Forwards everything at once again. A connection that lost bytes is broken, for it makes no
   * sense.
   */
  public void heal() {
    refusing = false;
    delay = Duration.ZERO;
    swallowed.clear();
    connections.stream().filter(ProxiedConnection::lostBytes).forEach(ProxiedConnection::reset);
  }

  Duration delay() {
    return delay;
  }

  boolean swallows(Direction direction) {
    return swallowed.contains(direction);
  }

  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The proxy was closed, or that client is gone already.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    ProxiedConnection connection = new ProxiedConnection(this, client, new Socket());
    connections.add(connection);
    if (refusing || listener.isClosed()) {
      connection.reset();
    } else {
      connection.start(server);
    }
  }

  /** Takes no more connections and breaks those that there are. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
