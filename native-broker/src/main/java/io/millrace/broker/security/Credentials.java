package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** What somebody shows to be let in. */
public record Credentials(String user, String password) {
  /** What the mechanism is called that {@link #ofPlain} reads. */
  public static final String PLAIN = "PLAIN";

  private static final int MOST_BYTES = 1024;

  /**
   * What a client says in the mechanism PLAIN (RFC 4616): {@code [authorize-as] NUL user NUL
   * password}. Empty if it is nothing of that kind.
   */
  public static Optional<Credentials> ofPlain(byte[] body) {
    if (body.length > MOST_BYTES) {
      return Optional.empty();
    }
    String[] parts = new String(body, UTF_8).split("\0", -1);
    boolean isPlain = parts.length == 3 && !parts[1].isEmpty();
    // Nobody may speak for somebody else.
    boolean isOneself = isPlain && (parts[0].isEmpty() || parts[0].equals(parts[1]));
    return isOneself ? Optional.of(new Credentials(parts[1], parts[2])) : Optional.empty();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
