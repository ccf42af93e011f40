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
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a client may show its password; tests have no address but loopback. */
class PlainPlaceTest {
  private static final SocketAddress FAR = new InetSocketAddress("192.0.2.1", 1);
  private static final SocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final int IN = 0;

  private final AccessTable table =
      AccessTable.empty(Set.of("guest"), new byte[32])
          .withUser(user("ann"))
          .withUser(user("guest"))
          .withPermissions("ann", "/", Optional.of(Permissions.ALL))
          .withPermissions("guest", "/", Optional.of(Permissions.ALL));

  @Test
  void aPasswordIsShownOnlyWhereNobodyListens() {
    assertThat(plain("ann", FAR, false, LoginRules.DEFAULT)).isEqualTo(403);
    assertThat(plain("ann", FAR, true, LoginRules.DEFAULT)).isEqualTo(IN);
    assertThat(plain("ann", LOOPBACK, false, LoginRules.DEFAULT)).isEqualTo(IN);
    assertThat(plain("ann", UnixDomainSocketAddress.of("/s"), false, LoginRules.DEFAULT))
        .isEqualTo(IN);
    assertThat(plain("ann", FAR, false, LoginRules.DEFAULT.withPlainAnywhere())).isEqualTo(IN);
  }

  @Test
  void guestComesFromTheBrokersOwnMachineOnly() {
    assertThat(plain("guest", FAR, true, LoginRules.DEFAULT)).isEqualTo(401);
    assertThat(plain("guest", LOOPBACK, false, LoginRules.DEFAULT)).isEqualTo(IN);
    LoginRules old = LoginRules.DEFAULT.withOldAuth(OldAuth.ofPassword("guest", "s3cret"));
    assertThat(code(login(FAR, true, old), new Frame.Auth("", md5("guest")))).isEqualTo(401);
  }

  @Test
  void whoHasGuessedTooOftenIsHeldUpAlsoWithTheRightPassword() {
    FailedLogins failures = new FailedLogins(() -> 0);
    for (int i = 0; i < FailedLogins.IN_A_ROW; i++) {
      Login guess = login(LOOPBACK, false, LoginRules.DEFAULT, failures);
      assertThat(code(guess, LoginTest.plain("ann", "guess"))).isEqualTo(401);
    }

    Login right = login(LOOPBACK, false, LoginRules.DEFAULT, failures);
    assertThat(code(right, LoginTest.plain("ann", "s3cret"))).isEqualTo(429);
    Login elsewhere = login(FAR, true, LoginRules.DEFAULT, failures);
    assertThat(code(elsewhere, LoginTest.plain("ann", "s3cret"))).isEqualTo(IN);
  }

  private static byte[] md5(String user) {
    return OldAuth.ofPassword(user, "s3cret").md5().getBytes(UTF_8);
  }

  private int plain(String user, SocketAddress from, boolean encrypted, LoginRules rules) {
    return code(login(from, encrypted, rules), LoginTest.plain(user, "s3cret"));
  }

  private Login login(SocketAddress from, boolean encrypted, LoginRules rules) {
    return login(from, encrypted, rules, new FailedLogins(() -> 0));
  }

  private Login login(
      SocketAddress from, boolean encrypted, LoginRules rules, FailedLogins failures) {
    PasswordLogins passwords = new PasswordLogins(() -> table, Runnable::run, failures);
    Logins logins = new Logins(passwords, "/", rules);
    return new Login(logins, new ClientPlace(from, encrypted));
  }

  /** {@link #IN}, or why not. */
  private static int code(Login login, Frame.Auth auth) {
    int[] code = {-1};
    login
        .next(auth)
        .join()
        .match(
            new LoginOutcome.Cases() {
              @Override
              public void letIn(Identity identity, String words) {
                code[0] = IN;
              }

              @Override
              public void goOn(String challenge) {
                throw new AssertionError(challenge);
              }

              @Override
              public void refused(Fault why) {
                code[0] = why.code();
              }
            });
    return code[0];
  }

  private static User user(String name) {
    return User.of(name, PasswordHash.of("s3cret", new byte[PasswordHash.SALT_BYTES], 1));
  }
}
