package io.millrace.bench.amqp;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A broker that runs, and how to log in.
 *
 * @param process whose CPU time is counted: the broker's
 */
record Target(
    InetSocketAddress address,
    ProcessHandle process,
    String user,
    String password,
    String virtualHost) {

  static Target of(String address, long pid, String user, String password, String virtualHost) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no HOST:PORT: " + address);
    }
    return new Target(
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalArgumentException("no process " + pid + "; say --pid")),
        user,
        password,
        virtualHost);
  }

  /** CPU time that the broker has used; counted in hundredths of a second by Linux. */
  Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the broker has ended"));
  }
}
