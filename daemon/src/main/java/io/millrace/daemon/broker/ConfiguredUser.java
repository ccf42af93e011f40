package io.millrace.daemon.broker;

import io.millrace.broker.pattern.InvalidPatternException;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.vhost.Users;
import io.millrace.daemon.config.Section;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may use the broker by its configuration: made at the start, or changed to what the
 * file says. Users that the file does not name stay as they are.
 *
 * @param virtualHost where the permissions are
 */
record ConfiguredUser(
    String name, String password, Set<String> tags, String virtualHost, Permissions permissions) {

  /** Reads {@code users}; those that are wrong are told by the check. */
  static List<ConfiguredUser> all(Section root) {
    return root.attempt(section -> section.sections("users")).orElse(List.of()).stream()
        .flatMap(user -> user.attempt(each -> one(each, root)).stream())
        .toList();
  }

  private static ConfiguredUser one(Section user, Section root) {
    String name = user.text("name");
    Optional<String> password = user.secret("password");
    Set<String> tags = Set.copyOf(user.texts("tags"));
    String virtualHost = root.text("virtual_host", "/");
    Permissions permissions =
        permissions(
            user, user.text("configure", ".*"), user.text("write", ".*"), user.text("read", ".*"));
    if (name.isEmpty()) {
      throw user.error("name", "a user needs a name");
    }
    if (password.isEmpty() || password.get().isBlank()) {
      throw user.error("password", "a user needs a password");
    }
    return new ConfiguredUser(name, password.get(), tags, virtualHost, permissions);
  }

  private static Permissions permissions(
      Section user, String configure, String write, String read) {
    try {
      return Permissions.of(configure, write, read);
    } catch (InvalidPatternException e) {
      throw user.error("", "a permission is no expression: " + e.getMessage());
    }
  }

  /**
   * Makes or changes the user; waits.
   *
   * @throws IOException if that is refused
   */
  void applyTo(Users users, SecureRandom random) throws IOException {
    byte[] salt = new byte[PasswordHash.SALT_BYTES];
    random.nextBytes(salt);
    PasswordHash hash = PasswordHash.of(password, salt, PasswordHash.DEFAULT_ROUNDS);
    String what = "user '" + name + "'";
    RunningBroker.requireDone(
        what, users.put(new User(name, Optional.of(hash), tags, UserLimits.NONE)).join());
    RunningBroker.requireDone(what, users.permit(name, virtualHost, permissions).join());
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "ConfiguredUser[" + name + "]";
  }
}
