package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.transport.Front;
import io.millrace.broker.vhost.VirtualHosts;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Talks AMQP 0-9-1 with those who connect; see {@code docs/amqp.md}.
 *
 * <p><b>Threads:</b> any.
 */
public final class AmqpFront implements Front {
  private final AmqpSettings settings;
  private final Mechanisms mechanisms;
  private final Opening opening;
  private final Shortage shortage;
  private final Usage usage = new Usage();
  private final LongAdder blocked = new LongAdder();
  private final LongAdder refusedLogins = new LongAdder();

  /**
   * @param connectionNumbers gives each connection of the broker a number of its own
   * @param shortage whether publishers have to wait
   */
  public AmqpFront(
      AmqpSettings settings,
      VirtualHosts hosts,
      PasswordLogins passwords,
      LongSupplier connectionNumbers,
      Shortage shortage) {
    this.settings = settings;
    this.mechanisms = new Mechanisms(passwords, settings.logins());
    this.opening = new Opening(hosts, passwords, usage, connectionNumbers);
    this.shortage = shortage;
  }

  @Override
  public void accept(Channel channel) {
    channel.pipeline().addLast(new AmqpConnection(this, channel));
  }

  /** How many channels are open. */
  public long channels() {
    return usage.channels();
  }

  /** How many connections publish, and are held up until there is room. */
  public long blockedConnections() {
    return blocked.sum();
  }

  /** How often somebody was not let in. */
  public long refusedLogins() {
    return refusedLogins.sum();
  }

  AmqpSettings settings() {
    return settings;
  }

  LoginRules logins() {
    return settings.logins();
  }

  AmqpLimits limits() {
    return settings.limits();
  }

  Mechanisms mechanisms() {
    return mechanisms;
  }

  Opening opening() {
    return opening;
  }

  Shortage shortage() {
    return shortage;
  }

  LongAdder blocked() {
    return blocked;
  }

  void countRefusedLogin() {
    refusedLogins.increment();
  }
}
