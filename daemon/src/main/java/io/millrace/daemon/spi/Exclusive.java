package io.millrace.daemon.spi;

import java.nio.file.Path;
import java.util.Set;

/**
 * What only one part of a process can have. Two parts that need the same are a mistake of the
 * configuration.
 *
 * @param what in words: {@code the port 8081}
 * @param where of what there may be several, such as an address of the machine; empty for all of
 *     them
 * @param remedy what whoever needs it twice can do
 */
public record Exclusive(String what, String where, String remedy) {
  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]", "*", "");

  /** A port to listen on. */
  public static Exclusive port(String host, int port) {
    return new Exclusive(
        "the port " + port,
        ALL_ADDRESSES.contains(host) ? "" : host.equals("localhost") ? "127.0.0.1" : host,
        "give one of them another port");
  }

  /** A file to append to. */
  public static Exclusive file(Path path) {
    return new Exclusive(
        "the file " + path.toAbsolutePath().normalize(), "", "give each a file of its own");
  }

  /** Whether not both can be had. */
  public boolean excludes(Exclusive other) {
    return what.equals(other.what)
        && (where.isEmpty() || other.where.isEmpty() || where.equals(other.where));
  }

  @Override
  public String toString() {
    return where.isEmpty() ? what : what + " of " + where;
  }
}
