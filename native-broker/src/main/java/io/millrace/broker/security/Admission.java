package io.millrace.broker.security;

import java.util.Optional;

/**
 * By what somebody was let into a virtual host. It may be withdrawn: the user deleted, the
 * permissions there taken away, the password changed.
 *
 * @param user empty where nobody is asked
 * @param password what the user's password was known by at the login; empty if it was not by that,
 *     as by a certificate
 */
public record Admission(String user, String virtualHost, Optional<PasswordHash> password) {
  /** Of somebody whom nobody has asked: nothing but the end of the virtual host ends it. */
  public static Admission ofAnybody(String virtualHost) {
    return new Admission("", virtualHost, Optional.empty());
  }

  /**
   * Of a user who has shown the password.
   *
   * @param before users as they were when the login began, so that a password that changes
   *     meanwhile has changed
   */
  public static Admission byPassword(String user, String virtualHost, AccessTable before) {
    return new Admission(user, virtualHost, before.user(user).flatMap(User::password));
  }

  /** Of a user who has shown something else. */
  public static Admission withoutPassword(String user, String virtualHost) {
    return new Admission(user, virtualHost, Optional.empty());
  }

  /**
   * Why it holds no longer, in the words of RabbitMQ where that does the same; empty if it does.
   */
  public Optional<String> withdrawal(AccessTable now) {
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Optional<User> known = now.user(user);
    if (known.isEmpty()) {
      return Optional.of("user '%s' is deleted".formatted(user));
    }
    if (!now.mayEnter(user, virtualHost)) {
      return Optional.of(
          "user '%s' has no permissions in vhost '%s' any more".formatted(user, virtualHost));
    }
    return password.isEmpty() || password.equals(known.get().password())
        ? Optional.empty()
        : Optional.of("the password of user '%s' has changed".formatted(user));
  }
}
