package io.millrace.interop.server;

import java.util.List;

/** A broker that runs already, and goes on when the tests are over. */
record GivenServer(String host, int port) implements AmqpServer {

  /** From {@code host:port}. */
  static GivenServer parse(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'" + address + "' is none of millrace, rabbitmq and host:port");
    }
    return new GivenServer(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  @Override
  public String product() {
    return host + ":" + port;
  }

  @Override
  public List<String> virtualHosts() {
    return List.of("/");
  }

  @Override
  public void restart() {
    throw new UnsupportedOperationException(
        "this test starts its broker again, which the one at " + product() + " is not there for");
  }

  @Override
  public void crash() {
    restart();
  }

  @Override
  public void close() {
    // It was not started here.
  }
}
