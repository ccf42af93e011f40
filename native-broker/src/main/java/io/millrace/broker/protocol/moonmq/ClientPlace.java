package io.millrace.broker.protocol.moonmq;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Where a client is.
 *
 * @param address its own
 * @param encrypted whether nobody between can read what it says
 */
record ClientPlace(SocketAddress address, boolean encrypted) {
  /** Whether it is on the broker's own machine. */
  boolean isLoopback() {
    return !(address instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
  }

  /** Whether a password may be shown. */
  boolean isPrivate() {
    return encrypted || isLoopback();
  }
}
