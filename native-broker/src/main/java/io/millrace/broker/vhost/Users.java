package io.millrace.broker.vhost;

import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.TopicPermissions;
import io.millrace.broker.security.User;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Who may use a broker, and for what. Survives a restart.
 *
 * <p><b>Threads:</b> any, and nothing blocks. A change is in the {@link #table} at once, and
 * answered when it is durable.
 */
public final class Users {
  /** Who may log in from the broker's own machine only. */
  private static final Set<String> LOOPBACK_USERS = Set.of("guest");

  private static final int SECRET_BYTES = 32;

  private final OwnerLoop loop;
  private final DefinitionStore definitions;
  private final Predicate<String> isVirtualHost;

  /** Told when something was taken away, once it is not in the table any more. */
  private final Runnable takenAway;

  /** Changed by the loop, read by any thread. */
  private volatile AccessTable table;

  /** On the loop: takes over what is stored. */
  Users(
      OwnerLoop loop,
      DefinitionStore definitions,
      Predicate<String> isVirtualHost,
      Runnable takenAway) {
    this.loop = loop;
    this.definitions = definitions;
    this.isVirtualHost = isVirtualHost;
    this.takenAway = takenAway;
    this.table =
        AccessRecords.recover(
            AccessTable.empty(LOOPBACK_USERS, secret(loop, definitions)), definitions);
  }

  /** Made when the broker starts first. */
  private static byte[] secret(OwnerLoop loop, DefinitionStore definitions) {
    Optional<byte[]> stored = AccessRecords.secret(definitions);
    if (stored.isPresent()) {
      return stored.get();
    }
    byte[] made = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(made);
    // If it cannot be stored, neither can anything else, and the next start makes another one.
    CompletableFuture<Void> unused =
        definitions.put(AccessRecords.ofSecret(made), loop.nowMillis());
    return made;
  }

  /** All users, and what they may do, as it is now. */
  public AccessTable table() {
    return table;
  }

  /**
   * Adds a user, or replaces the one of that name, whose permissions stay. Who has logged in with a
   * password that is another one now is sent away.
   */
  public CompletableFuture<Answer<User>> put(User user) {
    return loop.callAsync(
        now -> {
          table = table.withUser(user);
          takenAway.run();
          return Topology.done(user, definitions.put(AccessRecords.of(user), now));
        });
  }

  /** Removes a user with all permissions, and sends away who is in as that. */
  public CompletableFuture<Answer<String>> remove(String user) {
    return loop.callAsync(
        now -> {
          if (table.user(user).isEmpty()) {
            return noUser(user);
          }
          table = table.withoutUser(user);
          takenAway.run();
          // The permissions first: those of nobody are never found after a crash.
          CompletableFuture<Void> permissions =
              removePermissions(each -> AccessRecords.userOf(each).equals(user), now);
          CompletableFuture<Void> itself = definitions.remove(AccessRecords.USER, user, now);
          return Topology.done(user, CompletableFuture.allOf(permissions, itself));
        });
  }

  /** Gives a user permissions in a virtual host, instead of those that there are. */
  public CompletableFuture<Answer<Permissions>> permit(
      String user, String virtualHost, Permissions granted) {
    return scoped(
        user,
        virtualHost,
        now -> {
          table = table.withPermissions(user, virtualHost, Optional.of(granted));
          return Topology.done(
              granted, definitions.put(AccessRecords.of(user, virtualHost, granted), now));
        });
  }

  /**
   * Takes a user's permissions in a virtual host away, and sends away who is there as that; done,
   * too, where there are none.
   */
  public CompletableFuture<Answer<String>> forbid(String user, String virtualHost) {
    return scoped(
        user,
        virtualHost,
        now -> {
          table = table.withPermissions(user, virtualHost, Optional.empty());
          takenAway.run();
          return Topology.done(
              user,
              definitions.remove(
                  AccessRecords.PERMISSIONS, AccessRecords.key(user, virtualHost), now));
        });
  }

  /** Limits a user's routing keys at one topic exchange. */
  public CompletableFuture<Answer<TopicPermissions>> permitTopics(
      String user, String virtualHost, TopicPermissions granted) {
    return scoped(
        user,
        virtualHost,
        now -> {
          table = table.withTopicPermissions(user, virtualHost, granted);
          return Topology.done(
              granted, definitions.put(AccessRecords.of(user, virtualHost, granted), now));
        });
  }

  /** Lifts the limit on a user's routing keys at a topic exchange; done, too, if there is none. */
  public CompletableFuture<Answer<String>> freeTopics(
      String user, String virtualHost, String exchange) {
    return scoped(
        user,
        virtualHost,
        now -> {
          table = table.withoutTopicPermissions(user, virtualHost, exchange);
          return Topology.done(
              user,
              definitions.remove(
                  AccessRecords.TOPIC_PERMISSIONS,
                  AccessRecords.key(user, virtualHost, exchange),
                  now));
        });
  }

  /** On the loop: a virtual host is no more, and neither are permissions there. */
  CompletableFuture<Void> virtualHostGone(String virtualHost, long nowMillis) {
    table = table.withoutVirtualHost(virtualHost);
    return removePermissions(
        each -> AccessRecords.virtualHostOf(each).equals(virtualHost), nowMillis);
  }

  private CompletableFuture<Void> removePermissions(Predicate<Definition> which, long nowMillis) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (String kind : List.of(AccessRecords.PERMISSIONS, AccessRecords.TOPIC_PERMISSIONS)) {
      for (Definition each : definitions.all(kind)) {
        if (which.test(each)) {
          all.add(definitions.remove(kind, each.key(), nowMillis));
        }
      }
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
  }

  /** Changes something between a user and a virtual host, if there are both. */
  private <T> CompletableFuture<Answer<T>> scoped(
      String user, String virtualHost, Change<T> change) {
    return loop.callAsync(
        now -> {
          if (table.user(user).isEmpty()) {
            return noUser(user);
          }
          return isVirtualHost.test(virtualHost)
              ? change.apply(now)
              : Topology.refuse(new Refusal.NotFound(Refusal.Kind.VIRTUAL_HOST, virtualHost));
        });
  }

  private static <T> CompletableFuture<Answer<T>> noUser(String user) {
    return Topology.refuse(new Refusal.NotFound(Refusal.Kind.USER, user));
  }

  /** What to do on the loop. */
  private interface Change<T> {
    CompletableFuture<Answer<T>> apply(long nowMillis);
  }
}
