package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.vhost.Stay;
import io.millrace.broker.vhost.Stays;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHostLimits;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's stay in a virtual host, with all that is counted of it. For the connection's thread.
 */
final class Membership {
  private final Stays stays;
  private final VirtualHost host;
  private final long connection;
  private final Admission admission;
  private final PasswordLogins passwords;
  private final Usage usage;
  private @Nullable Stay stay;
  private boolean closed;

  private Membership(
      Stays stays,
      VirtualHost host,
      long connection,
      Admission admission,
      PasswordLogins passwords,
      Usage usage) {
    this.stays = stays;
    this.host = host;
    this.connection = connection;
    this.admission = admission;
    this.passwords = passwords;
    this.usage = usage;
  }

  /**
   * Lets somebody in, who may be there.
   *
   * @param connection the number of the connection, see {@link VirtualHost}
   * @throws ConnectionError if there are too many connections
   */
  static Membership open(
      Stays stays,
      VirtualHost host,
      VirtualHostLimits limits,
      long connection,
      Admission admission,
      PasswordLogins passwords,
      Usage usage) {
    String user = admission.user();
    Optional<String> refusal =
        usage.admit(user, limits(passwords, user), host.name(), limits.maxConnections());
    if (refusal.isPresent()) {
      throw Opening.refused(refusal.get());
    }
    return new Membership(stays, host, connection, admission, passwords, usage);
  }

  private static UserLimits limits(PasswordLogins passwords, String user) {
    return passwords.table().user(user).map(User::limits).orElse(UserLimits.NONE);
  }

  /**
   * Once, when the connection can end.
   *
   * @param sentAway told why, when it may not stay; from any thread
   */
  void begin(Consumer<String> sentAway) {
    stay = stays.begin(host, admission, sentAway);
  }

  VirtualHost host() {
    return host;
  }

  long connection() {
    return connection;
  }

  String user() {
    return admission.user();
  }

  AccessTable accessTable() {
    return passwords.table();
  }

  /** Counts one more channel, unless the user has too many; then it says so. */
  Optional<String> admitChannel() {
    return usage.admitChannel(user(), limits(passwords, user()));
  }

  void releaseChannel() {
    usage.releaseChannel(user());
  }

  /** It ends, and with it what belongs to the connection alone; twice is harmless. */
  void close() {
    if (!closed) {
      closed = true;
      if (stay != null) {
        stay.end();
      }
      usage.release(user(), host.name());
      CompletableFuture<Void> unused = host.connectionClosed(connection);
    }
  }
}
