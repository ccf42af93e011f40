package io.millrace.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTableTest {
  private final AccessTable table =
      AccessTable.empty(Set.of("guest"), new byte[32])
          .withUser(user("guest", "guest"))
          .withUser(user("ann", "s3cret"))
          .withUser(new User("ben", Optional.empty(), Set.of(), UserLimits.NONE));

  @Test
  void letsInWhoKnowsThePassword() {
    assertThat(table.refusalOfLogin("ann", "s3cret", false)).isEmpty();
    assertThat(table.refusalOfLogin("ann", "other", false))
        .contains(LoginRefusal.WRONG_CREDENTIALS);
    assertThat(table.refusalOfLogin("ann", "", true)).contains(LoginRefusal.WRONG_CREDENTIALS);
  }

  @Test
  void letsInNobodyWhoDoesNotExistOrHasNoPassword() {
    assertThat(table.refusalOfLogin("nobody", "nobody", true))
        .contains(LoginRefusal.WRONG_CREDENTIALS);
    assertThat(table.refusalOfLogin("ben", "nobody", true))
        .contains(LoginRefusal.WRONG_CREDENTIALS);
  }

  @Test
  void letsInGuestFromLoopbackOnly() {
    assertThat(table.refusalOfLogin("guest", "guest", true)).isEmpty();
    assertThat(table.refusalOfLogin("guest", "guest", false))
        .contains(LoginRefusal.ONLY_FROM_LOOPBACK);
    assertThat(table.refusalOfLogin("guest", "wrong", false))
        .contains(LoginRefusal.WRONG_CREDENTIALS);
  }

  @Test
  void nobodyMayAnythingWithoutPermissions() {
    assertThat(table.mayEnter("ann", "/")).isFalse();
    assertThat(table.allows("ann", "/", Access.READ, "orders")).isFalse();
  }

  @Test
  void permissionsAreForOneVirtualHostAndOneKindOfAccess() {
    AccessTable granted = grant(Permissions.of("^ann\\.", ".*", "^(ann\\.|shared$)"));

    assertThat(granted.mayEnter("ann", "/")).isTrue();
    assertThat(granted.mayEnter("ann", "other")).isFalse();
    assertThat(granted.allows("ann", "/", Access.CONFIGURE, "ann.q")).isTrue();
    assertThat(granted.allows("ann", "/", Access.CONFIGURE, "shared")).isFalse();
    assertThat(granted.allows("ann", "/", Access.READ, "shared")).isTrue();
    assertThat(granted.allows("ann", "/", Access.READ, "shared.too")).isFalse();
    assertThat(granted.allows("ann", "/", Access.WRITE, "anything")).isTrue();
    assertThat(granted.allows("ann", "other", Access.WRITE, "anything")).isFalse();
  }

  @Test
  void anExpressionIsFoundAnywhereInANameAndTheEmptyOneNowhere() {
    AccessTable granted = grant(Permissions.of("", "der", ""));

    assertThat(granted.allows("ann", "/", Access.WRITE, "orders")).isTrue();
    assertThat(granted.allows("ann", "/", Access.CONFIGURE, "orders")).isFalse();
    assertThat(granted.allows("ann", "/", Access.CONFIGURE, "")).isFalse();
  }

  @Test
  void theDefaultExchangeHasANameForExpressions() {
    AccessTable granted = grant(Permissions.of("", "^amq\\.default$", ""));

    assertThat(granted.allows("ann", "/", Access.WRITE, "")).isTrue();
  }

  @Test
  void aHostileExpressionIsNoMatchAndSoon() {
    AccessTable granted = grant(Permissions.of("^(a+)+$", "", ""));

    assertThat(granted.allows("ann", "/", Access.CONFIGURE, "a".repeat(254) + "!")).isFalse();
  }

  @Test
  void permissionsGoWithTheUserAndWithTheVirtualHost() {
    AccessTable granted =
        grant(Permissions.ALL)
            .withTopicPermissions("ann", "/", new TopicPermissions("t", "^a", "^a"));

    assertThat(granted.withoutUser("ann").user("ann")).isEmpty();
    assertThat(granted.withoutUser("ann").mayEnter("ann", "/")).isFalse();
    AccessTable without = granted.withoutVirtualHost("/");
    assertThat(without.mayEnter("ann", "/")).isFalse();
    assertThat(without.topicPermissions("ann", "/", "t")).isEmpty();
    assertThat(without.user("ann")).isPresent();
    assertThat(granted.withPermissions("ann", "/", Optional.empty()).mayEnter("ann", "/"))
        .isFalse();
  }

  @Test
  void topicPermissionsAreForOneExchangeAndNameTheUser() {
    AccessTable granted =
        table.withTopicPermissions(
            "ann", "/", new TopicPermissions("t", "^{username}\\.", "^(all|{client_id})\\."));

    TopicPermissions.Expanded expanded =
        granted
            .topicPermissions("ann", "/", "t")
            .orElseThrow()
            .expand(Map.of("username", "ann", "client_id", "a.*"));
    assertThat(expanded.allow(Access.WRITE, "ann.x")).isTrue();
    assertThat(expanded.allow(Access.WRITE, "bob.x")).isFalse();
    assertThat(expanded.allow(Access.READ, "all.x")).isTrue();
    assertThat(expanded.allow(Access.READ, "a.*.x")).isTrue();
    assertThat(expanded.allow(Access.READ, "abc.x")).isFalse();
    assertThat(granted.topicPermissions("ann", "/", "other")).isEmpty();
    assertThat(granted.withoutTopicPermissions("ann", "/", "t").topicPermissions("ann", "/", "t"))
        .isEmpty();
  }

  @Test
  void refusesPermissionsForNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.withPermissions("nobody", "/", Optional.of(Permissions.ALL)));
  }

  @Test
  void aChangeLeavesTheTableAsItWas() {
    table.withoutUser("ann");

    assertThat(table.user("ann")).isPresent();
    assertThat(table.users()).extracting(User::name).containsExactly("guest", "ann", "ben");
  }

  @Test
  void limitsCountWhatIsThere() {
    UserLimits limits = new UserLimits(2, UserLimits.UNLIMITED);

    assertThat(limits.allowsAnotherConnection(1)).isTrue();
    assertThat(limits.allowsAnotherConnection(2)).isFalse();
    assertThat(limits.allowsAnotherChannel(1_000_000)).isTrue();
    assertThat(new UserLimits(0, 0).allowsAnotherChannel(0)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new UserLimits(-2, 0));
  }

  private AccessTable grant(Permissions permissions) {
    return table.withPermissions("ann", "/", Optional.of(permissions));
  }

  private static User user(String name, String password) {
    return User.of(name, PasswordHash.of(password, new byte[PasswordHash.SALT_BYTES], 1_000));
  }
}
