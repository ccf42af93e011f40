package io.millrace.broker.security;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may connect.
 *
 * @param name what to log in with
 * @param password empty if there is no password to log in with
 * @param tags what the user is for management, in RabbitMQ's words: administrator, monitoring,
 *     policymaker, management, or words of one's own
 */
public record User(
    String name, Optional<PasswordHash> password, Set<String> tags, UserLimits limits) {
  public static final String ADMINISTRATOR = "administrator";

  public User {
    tags = Set.copyOf(tags);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a user without a name");
    }
  }

  public static User of(String name, PasswordHash password) {
    return new User(name, Optional.of(password), Set.of(), UserLimits.NONE);
  }

  public boolean isAdministrator() {
    return tags.contains(ADMINISTRATOR);
  }
}
