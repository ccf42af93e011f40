package io.millrace.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker listens.
 *
 * @param text as operators write it: {@code host:port}, {@code [::1]:port}, {@code host} for port
 *     11181, or with a slash in it the path of a unix socket
 */
record Address(String text) {
  static final int DEFAULT_PORT = 11_181;

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.%]+]|[^\\s:,/@\\[\\]]+)(:(?<port>[0-9]{1,5}))?");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * @throws IllegalArgumentException if it is none of these
   */
  Address {
    if (!isUnix(text)) {
      Matcher parts = HOST_AND_PORT.matcher(text);
      int port = parts.matches() ? port(parts) : 0;
      if (port < 1 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException(
            "'%s' is no address: write host:port, or the path of a unix socket".formatted(text));
      }
    }
  }

  private static int port(Matcher parts) {
    String port = parts.group("port");
    return port == null ? DEFAULT_PORT : Integer.parseInt(port);
  }

  boolean isUnix() {
    return isUnix(text);
  }

  /** Of one that is no path. */
  String host() {
    String host = parts().group("host");
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Of one that is no path. */
  int port() {
    return port(parts());
  }

  private Matcher parts() {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalStateException(text + " is a path");
    }
    return parts;
  }

  private static boolean isUnix(String text) {
    return text.indexOf('/') >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
