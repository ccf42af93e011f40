package io.millrace.broker.security;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Where a client is.
 *
 * @param address its own
 * @param encrypted whether nobody between can read what it says
 */
public record ClientPlace(SocketAddress address, boolean encrypted) {
  /** Whether it is on the broker's own machine. */
  public boolean isLoopback() {
    return !(address instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
  }

  /** Whether a password may be shown. */
  public boolean isPrivate() {
    return encrypted || isLoopback();
  }
}
