package io.millrace.broker.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * Where to listen.
 *
 * @param address of a TCP socket or a unix socket
 */
public record Endpoint(SocketAddress address) {
  private static final int HIGHEST_PORT = 65_535;

  /** A port of this machine that no other machine reaches; 0 for a free one. */
  public static Endpoint loopback(int port) {
    return new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * An address as operators write it: {@code host:port}, {@code [::1]:port} or {@code :port} for
   * all of the machine's addresses; with a slash in it, the path of a unix socket.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Endpoint parse(String text) {
    if (text.contains("/")) {
      return new Endpoint(UnixDomainSocketAddress.of(text));
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("an address without a port: " + text);
    }
    int port = port(text, text.substring(colon + 1));
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    InetSocketAddress address =
        host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("no such host: " + host);
    }
    return new Endpoint(address);
  }

  private static int port(String text, String digits) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("an address without a port: " + text, notANumber);
    }
    throw new IllegalArgumentException("no port: " + digits);
  }

  boolean isUnix() {
    return address instanceof UnixDomainSocketAddress;
  }

  @Override
  public String toString() {
    if (address instanceof InetSocketAddress inet) {
      String host = inet.getAddress().getHostAddress();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
    return address.toString();
  }
}
