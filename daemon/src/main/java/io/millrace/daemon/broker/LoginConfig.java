package io.millrace.daemon.broker;

import io.millrace.broker.protocol.moonmq.LoginRules;
import io.millrace.broker.protocol.moonmq.OldAuth;
import io.millrace.daemon.config.Section;
import java.time.Duration;
import java.util.Optional;

/** The keys that say how clients log in. */
final class LoginConfig {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  private LoginConfig() {}

  /** Reads {@code login}. */
  static LoginRules from(Section root) {
    Section login = root.sectionOrEmpty("login");
    LoginRules plain = LoginRules.DEFAULT;
    return new LoginRules(
        login.flag("plain_anywhere", plain.plainAnywhere()),
        login.attempt(LoginConfig::old).orElse(Optional.empty()),
        BrokerConfig.seconds(login, "within", plain.within(), SHORTEST, LONGEST));
  }

  /** Reads {@code login.old}, how MoonMQ's first clients log in; without it they cannot. */
  private static Optional<OldAuth> old(Section login) {
    Section old = login.section("old");
    Optional<String> user = old.optionalText("user");
    Optional<String> password = old.secret("password");
    if (user.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    if (user.isEmpty() || user.get().isEmpty()) {
      throw old.error("user", "whom clients of old are let in as is missing");
    }
    if (password.isEmpty() || password.get().isBlank()) {
      throw old.error("password", "the password of clients of old is missing");
    }
    return Optional.of(OldAuth.ofPassword(user.get(), password.get()));
  }
}
