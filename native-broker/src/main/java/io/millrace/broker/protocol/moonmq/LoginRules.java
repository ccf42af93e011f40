package io.millrace.broker.protocol.moonmq;

import java.time.Duration;
import java.util.Optional;

/**
 * How clients log in.
 *
 * @param plainAnywhere whether one may show its password to a network without TLS
 * @param oldAuth how clients of old log in; empty if they may not
 * @param within how long a connection may take until its client is let in
 */
public record LoginRules(boolean plainAnywhere, Optional<OldAuth> oldAuth, Duration within) {
  /** Passwords are not shown to a network, and there is half a minute. */
  public static final LoginRules DEFAULT =
      new LoginRules(false, Optional.empty(), Duration.ofSeconds(30));

  public LoginRules {
    if (within.toMillis() < 1) {
      throw new IllegalArgumentException("no time to log in: " + within);
    }
  }

  public LoginRules withPlainAnywhere() {
    return new LoginRules(true, oldAuth, within);
  }

  public LoginRules withOldAuth(OldAuth how) {
    return new LoginRules(plainAnywhere, Optional.of(how), within);
  }

  public LoginRules within(Duration time) {
    return new LoginRules(plainAnywhere, oldAuth, time);
  }
}
