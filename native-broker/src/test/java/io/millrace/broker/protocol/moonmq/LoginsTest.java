package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.FailedLogins;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private static final PasswordHash HASH =
      PasswordHash.of("s3cret", new byte[PasswordHash.SALT_BYTES], 1_000);
  private static final ClientPlace HERE =
      new ClientPlace(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false);

  private final AccessTable table =
      AccessTable.empty(Set.of(), new byte[32])
          .withUser(User.of("ann", HASH))
          .withPermissions("ann", "/", Optional.of(Permissions.ALL));

  /** Whether others have so many passwords checked that there is no room for more. */
  private boolean busy;

  private final Logins logins =
      new Logins(
          new PasswordLogins(() -> table, this::check, new FailedLogins(() -> 0)),
          "/",
          LoginRules.DEFAULT);

  private void check(Runnable task) {
    if (busy) {
      throw new RejectedExecutionException();
    }
    task.run();
  }

  @Test
  void aPasswordThatWasRightBeforeDoesNotWaitForOthers() {
    assertThat(logIn("s3cret")).isInstanceOf(LoginOutcome.LetIn.class);
    busy = true;

    assertThat(logIn("s3cret")).isInstanceOf(LoginOutcome.LetIn.class);
    assertThat(logIn("guess")).isInstanceOf(LoginOutcome.Refused.class);
  }

  @Test
  void whoGuessesTooOftenIsNotLetInByThePasswordThatWasRightBefore() {
    assertThat(logIn("s3cret")).isInstanceOf(LoginOutcome.LetIn.class);
    for (int i = 0; i < FailedLogins.IN_A_ROW; i++) {
      assertThat(logIn("guess")).isInstanceOf(LoginOutcome.Refused.class);
    }

    assertThat(logIn("s3cret")).isInstanceOf(LoginOutcome.Refused.class);
  }

  private LoginOutcome logIn(String password) {
    return logins.plain(("\0ann\0" + password).getBytes(UTF_8), HERE).join();
  }
}
