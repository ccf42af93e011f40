package io.millrace.broker.redis;

/**
 * Where a Redis server takes connections.
 *
 * @param host a name or an address, without brackets
 */
public record RedisAddress(String host, int port) {
  private static final int HIGHEST_PORT = 65_535;

  /**
   * @throws IllegalArgumentException if it is none
   */
  public RedisAddress {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("an address of Redis needs a host");
    }
    if (!isPort(port)) {
      throw new IllegalArgumentException("an address of Redis has no port within 1 to 65535");
    }
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= HIGHEST_PORT;
  }

  /**
   * @param text {@code host:port}, or {@code [::1]:port}
   * @throws IllegalArgumentException if it is none
   */
  public static RedisAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("must be host:port, found '" + text + "'");
    }
    int port;
    try {
      port = Integer.parseInt(text.substring(colon + 1));
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException("must be host:port, found '" + text + "'", none);
    }
    if (!isPort(port)) {
      throw new IllegalArgumentException("has no port within 1 to 65535: '" + text + "'");
    }
    String host = text.substring(0, colon);
    return new RedisAddress(
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
        port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
