package io.millrace.broker.security;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * The administrator that a broker has from its first start on. It counts at that start only: later
 * the user may be changed and deleted like any other.
 *
 * @param password what to log in with; only its hash is kept
 */
public record FirstUser(String name, String password) {
  /** Whom everybody knows, and who may therefore log in from the broker's own machine only. */
  public static final FirstUser GUEST = new FirstUser("guest", "guest");

  /**
   * @throws IllegalArgumentException if the name is empty or the password blank
   */
  public FirstUser {
    if (name.isEmpty() || password.isBlank()) {
      throw new IllegalArgumentException("a first user without a name or a password");
    }
  }

  /** The user, with a hash that takes as long to make as a login; so not on a loop. */
  public User user(SecureRandom random) {
    byte[] salt = new byte[PasswordHash.SALT_BYTES];
    random.nextBytes(salt);
    return new User(
        name,
        Optional.of(PasswordHash.of(password, salt, PasswordHash.DEFAULT_ROUNDS)),
        Set.of(User.ADMINISTRATOR),
        UserLimits.NONE);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "FirstUser[" + name + "]";
  }
}
