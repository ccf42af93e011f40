package io.millrace.bench.amqp;

import io.millrace.bench.load.ProcessTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A broker that runs, and how to log in.
 *
 * @param process whose CPU time is counted: the broker's
 */
public record Target(
    InetSocketAddress address,
    ProcessTree process,
    String user,
    String password,
    String virtualHost) {

  private static final String GUEST = "guest";

  /** At the loopback address, as the user {@code guest} in the virtual host {@code /}. */
  public static Target asGuest(int port, ProcessTree process) {
    return new Target(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), process, GUEST, GUEST, "/");
  }

  static Target of(String address, long pid, String user, String password, String virtualHost) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no HOST:PORT: " + address);
    }
    return new Target(
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
        ProcessTree.of(pid),
        user,
        password,
        virtualHost);
  }
}
