package io.millrace.broker.security;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all users and of what they may do.
 *
 * <p><b>Threads:</b> immutable; any thread asks it. A change copies its maps, as it is rare and
 * there are at most some thousands of users. To log in takes as long as {@link PasswordHash} says,
 * also for a user who does not exist; all else takes microseconds, whatever expressions there are.
 */
public final class AccessTable {
  /** What expressions see of the default exchange, whose name is empty, as in RabbitMQ. */
  public static final String DEFAULT_EXCHANGE = "amq.default";

  /** What the password of an unknown user is compared with, so that it takes as long each time. */
  private static final PasswordHash NOBODY = PasswordHash.ofNothing(new SecureRandom());

  private final Map<String, User> users;
  private final Map<Scope, Permissions> permissions;
  private final Map<Scope, Map<String, TopicPermissions>> topicPermissions;
  private final Rules rules;

  /** A user in a virtual host. */
  private record Scope(String user, String virtualHost) {}

  /** What does not change. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Rules(Set<String> loopbackUsers, byte[] secret) {}

  private AccessTable(
      Map<String, User> users,
      Map<Scope, Permissions> permissions,
      Map<Scope, Map<String, TopicPermissions>> topicPermissions,
      Rules rules) {
    this.users = users;
    this.permissions = permissions;
    this.topicPermissions = topicPermissions;
    this.rules = rules;
  }

  /**
   * One without users.
   *
   * @param loopbackUsers the names of users who may log in from the broker's own machine only; by
   *     default that is {@code guest}, whose password everybody knows
   * @param secret that nobody else knows, the same for as long as users are kept: it makes up what
   *     users seem to have who do not exist
   */
  public static AccessTable empty(Set<String> loopbackUsers, byte[] secret) {
    Rules rules = new Rules(Set.copyOf(loopbackUsers), secret.clone());
    return new AccessTable(Map.of(), Map.of(), Map.of(), rules);
  }

  /**
   * Why a user cannot log in; empty if it is fine.
   *
   * @param isLoopback whether the connection comes from the broker's own machine
   */
  public Optional<LoginRefusal> refusalOfLogin(String name, String password, boolean isLoopback) {
    User user = users.get(name);
    PasswordHash hash = user == null ? NOBODY : user.password().orElse(NOBODY);
    boolean isRight = hash.isOf(password);
    if (hash.isCheap()) {
      boolean unused = NOBODY.isOf(password);
    }
    if (!isRight || user == null || user.password().isEmpty()) {
      return Optional.of(LoginRefusal.WRONG_CREDENTIALS);
    }
    return refusalOfPlace(name, isLoopback);
  }

  /**
   * Whether it was this password that was right last, which is known in microseconds; a right one
   * may be unknown.
   */
  public boolean knows(String name, String password) {
    return user(name).flatMap(User::password).filter(hash -> hash.isKnown(password)).isPresent();
  }

  /** Why a user who knows the password cannot log in from there; empty if it is fine. */
  public Optional<LoginRefusal> refusalOfPlace(String name, boolean isLoopback) {
    return isLoopback || !rules.loopbackUsers.contains(name)
        ? Optional.empty()
        : Optional.of(LoginRefusal.ONLY_FROM_LOOPBACK);
  }

  /**
   * Begins a login by SCRAM-SHA-256. For a user without a password to log in with like that it is
   * one that cannot succeed.
   *
   * @param clientFirst the client's first message
   * @param nonce random, printable, without a comma
   * @return empty if that is no such message
   */
  public Optional<ScramLogin> scramLogin(byte[] clientFirst, String nonce) {
    return ScramFirst.parse(clientFirst)
        .map(first -> new ScramLogin(first, nonce, scramKeys(first.user())));
  }

  private ScramKeys scramKeys(String name) {
    // Made up in any case, so that it takes as long.
    ScramKeys ofNobody = ScramKeys.ofNobody(name, rules.secret);
    return user(name).flatMap(User::password).flatMap(PasswordHash::scramKeys).orElse(ofNobody);
  }

  public Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /** In the order in which they came. */
  public Collection<User> users() {
    return Collections.unmodifiableCollection(users.values());
  }

  /** Whether a user may open a virtual host: whoever has any permissions there. */
  public boolean mayEnter(String user, String virtualHost) {
    return permissions.containsKey(new Scope(user, virtualHost));
  }

  /**
   * Whether a user may do that to a queue or an exchange; nobody may anything without permissions.
   */
  public boolean allows(String user, String virtualHost, Access access, String name) {
    Permissions granted = permissions.get(new Scope(user, virtualHost));
    return granted != null && granted.allow(access, name.isEmpty() ? DEFAULT_EXCHANGE : name);
  }

  public Optional<Permissions> permissions(String user, String virtualHost) {
    return Optional.ofNullable(permissions.get(new Scope(user, virtualHost)));
  }

  /** What limits a user's routing keys at a topic exchange; if empty, all of them are allowed. */
  public Optional<TopicPermissions> topicPermissions(
      String user, String virtualHost, String exchange) {
    Map<String, TopicPermissions> ofUser = topicPermissions.get(new Scope(user, virtualHost));
    return ofUser == null ? Optional.empty() : Optional.ofNullable(ofUser.get(exchange));
  }

  /** With a user, instead of one of that name. */
  public AccessTable withUser(User user) {
    return new AccessTable(with(users, user.name(), user), permissions, topicPermissions, rules);
  }

  /** Without a user and the permissions that the user had. */
  public AccessTable withoutUser(String name) {
    return new AccessTable(
        with(users, name, null),
        without(permissions, name, null),
        without(topicPermissions, name, null),
        rules);
  }

  /** Without any permissions in a virtual host that is no more. */
  public AccessTable withoutVirtualHost(String virtualHost) {
    return new AccessTable(
        users,
        without(permissions, null, virtualHost),
        without(topicPermissions, null, virtualHost),
        rules);
  }

  /**
   * With these permissions, instead of those that there are; without any where there are none to
   * give.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public AccessTable withPermissions(
      String user, String virtualHost, Optional<Permissions> granted) {
    requireUser(user);
    return new AccessTable(
        users,
        with(permissions, new Scope(user, virtualHost), granted.orElse(null)),
        topicPermissions,
        rules);
  }

  /**
   * With a limit on routing keys at one topic exchange.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public AccessTable withTopicPermissions(
      String user, String virtualHost, TopicPermissions granted) {
    requireUser(user);
    return withTopics(user, virtualHost, granted.exchange(), granted);
  }

  /** Without a limit on routing keys at a topic exchange. */
  public AccessTable withoutTopicPermissions(String user, String virtualHost, String exchange) {
    return withTopics(user, virtualHost, exchange, null);
  }

  private AccessTable withTopics(
      String user, String virtualHost, String exchange, @Nullable TopicPermissions granted) {
    Scope scope = new Scope(user, virtualHost);
    Map<String, TopicPermissions> ofUser =
        with(topicPermissions.getOrDefault(scope, Map.of()), exchange, granted);
    return new AccessTable(
        users, permissions, with(topicPermissions, scope, ofUser.isEmpty() ? null : ofUser), rules);
  }

  private void requireUser(String name) {
    if (!users.containsKey(name)) {
      throw new IllegalArgumentException("there is no user " + name);
    }
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, @Nullable V value) {
    Map<K, V> changed = new LinkedHashMap<>(map);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return changed;
  }

  private static <V> Map<Scope, V> without(
      Map<Scope, V> map, @Nullable String user, @Nullable String virtualHost) {
    Map<Scope, V> left = new LinkedHashMap<>(map);
    left.keySet()
        .removeIf(scope -> scope.user().equals(user) || scope.virtualHost().equals(virtualHost));
    return left;
  }
}
