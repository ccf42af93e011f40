package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The door to the virtual hosts.
 *
 * <p><b>Threads:</b> any; nothing blocks.
 */
final class Opening {
  private final VirtualHosts hosts;
  private final PasswordLogins passwords;
  private final Usage usage;
  private final LongSupplier connectionNumbers;

  /**
   * @param connectionNumbers gives each connection of the broker a number of its own
   */
  Opening(
      VirtualHosts hosts, PasswordLogins passwords, Usage usage, LongSupplier connectionNumbers) {
    this.hosts = hosts;
    this.passwords = passwords;
    this.usage = usage;
    this.connectionNumbers = connectionNumbers;
  }

  /** Users and what they may do, as it is now. */
  AccessTable accessTable() {
    return passwords.table();
  }

  /**
   * Lets somebody into a virtual host.
   *
   * @return a future that fails with a {@link ConnectionError} for who cannot go there
   */
  CompletableFuture<Membership> enter(Admission admission) {
    String user = admission.user();
    String name = admission.virtualHost();
    Optional<VirtualHost> host = hosts.host(name);
    if (host.isEmpty()) {
      return CompletableFuture.failedFuture(refused("vhost %s not found".formatted(name)));
    }
    if (!user.isEmpty() && !passwords.table().mayEnter(user, name)) {
      return CompletableFuture.failedFuture(
          refused("access to vhost '%s' refused for user '%s'".formatted(name, user)));
    }
    return host.get()
        .limits()
        .thenApply(
            limits ->
                Membership.open(
                    hosts.stays(),
                    host.get(),
                    limits,
                    connectionNumbers.getAsLong(),
                    admission,
                    passwords,
                    usage));
  }

  static ConnectionError refused(String why) {
    return new ConnectionError(ReplyCode.NOT_ALLOWED, why, ConnectionOpen.DEFAULT);
  }
}
