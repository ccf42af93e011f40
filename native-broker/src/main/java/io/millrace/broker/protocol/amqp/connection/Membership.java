package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHostLimits;
import java.util.Optional;

/**
 * Somebody's stay in a virtual host, with all that is counted of it. For the connection's thread.
 */
final class Membership {
  private final VirtualHost host;
  private final long connection;
  private final String user;
  private final PasswordLogins passwords;
  private final Usage usage;
  private boolean closed;

  private Membership(
      VirtualHost host, long connection, String user, PasswordLogins passwords, Usage usage) {
    this.host = host;
    this.connection = connection;
    this.user = user;
    this.passwords = passwords;
    this.usage = usage;
  }

  /**
   * Lets a user in, who may be there.
   *
   * @param user empty for somebody whom nobody has asked
   * @param connection the number of the connection, see {@link VirtualHost}
   * @throws ConnectionError if there are too many connections
   */
  static Membership open(
      VirtualHost host,
      VirtualHostLimits limits,
      long connection,
      String user,
      PasswordLogins passwords,
      Usage usage) {
    Optional<String> refusal =
        usage.admit(user, limits(passwords, user), host.name(), limits.maxConnections());
    if (refusal.isPresent()) {
      throw Opening.refused(refusal.get());
    }
    return new Membership(host, connection, user, passwords, usage);
  }

  private static UserLimits limits(PasswordLogins passwords, String user) {
    return passwords.table().user(user).map(User::limits).orElse(UserLimits.NONE);
  }

  VirtualHost host() {
    return host;
  }

  long connection() {
    return connection;
  }

  String user() {
    return user;
  }

  AccessTable accessTable() {
    return passwords.table();
  }

  /** Counts one more channel, unless the user has too many; then it says so. */
  Optional<String> admitChannel() {
    return usage.admitChannel(user, limits(passwords, user));
  }

  void releaseChannel() {
    usage.releaseChannel(user);
  }

  /** It ends, and with it what belongs to the connection alone; twice is harmless. */
  void close() {
    if (!closed) {
      closed = true;
      usage.release(user, host.name());
      host.connectionClosed(connection);
    }
  }
}
